import {
  installContextualEnvironment,
  installContextualOutput,
} from '../simulator/kernel/invocation-context.ts';
import { randomStream } from '../simulator/kernel/random.ts';
import { installVirtualClock } from '../simulator/kernel/virtual-clock.ts';
import type { SimulationMessage, SimulationSpec } from './simulation-spec.ts';

/**
 * A process that runs simulations, one after the other, started by `simulation-process.ts`. The clock is replaced
 * before anything else is imported: modules that import timers bind them when they are linked.
 */
const tell = (message: SimulationMessage): void => {
  process.send?.(message);
};

const clock = installVirtualClock(0, randomStream(0, 'product'));
installContextualEnvironment();
installContextualOutput();

process.on('message', async (spec: SimulationSpec) => {
  clock.restart(Date.parse(spec.startAt), randomStream(spec.seed, 'product'));
  try {
    const { simulate } = await import('./simulation.ts');
    tell({ kind: 'report', report: await simulate(spec, clock, tell) });
  } catch (error) {
    const { name, message, stack } = error as Error;
    tell({ kind: 'failed', name, message: name === 'NotSimulated' ? message : (stack ?? message) });
  }
});
