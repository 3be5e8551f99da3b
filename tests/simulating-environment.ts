import { TestEnvironment } from 'jest-environment-node';
import { LastingProcess } from '../rehearsal/simulation-process.ts';

/**
 * The process in which a worker of Jest runs the simulations of all its test files: what a process loads and compiles for
 * its first simulation would take most of a short file's time. Each simulation starts from nothing, so none sees another.
 */
let simulations = new LastingProcess();

/** Node, as tests have it, with the worker's process of simulations in it. */
export default class SimulatingEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { simulations });
  }

  override async teardown(): Promise<void> {
    // A simulation that a test gave up keeps no later file waiting.
    if (!simulations.isIdle) {
      simulations.close();
      simulations = new LastingProcess();
    }
    await super.teardown();
  }
}
