import {
  installContextualEnvironment,
  installContextualOutput,
} from '../simulator/kernel/invocation-context.ts';
import { randomStream } from '../simulator/kernel/random.ts';
import { installVirtualClock } from '../simulator/kernel/virtual-clock.ts';
import { Coverage } from './reach/coverage.ts';
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

let coverage: Coverage | undefined;

process.on('message', async (spec: SimulationSpec) => {
  clock.restart(Date.parse(spec.startAt), randomStream(spec.seed, 'product'));
  try {
    // Counting begins before the code that is counted is loaded.
    if (spec.countBranches) coverage ??= new Coverage();
    const { simulate } = await import('./simulation.ts');
    const report = await simulate(spec, clock, tell);
    const { reached } = report;
    const ranges = spec.countBranches && coverage?.take(spec.root, 'domain');
    tell({
      kind: 'report',
      report: reached && ranges ? { ...report, reached: { ...reached, ranges } } : report,
    });
  } catch (error) {
    const { name, message, stack } = error as Error;
    tell({ kind: 'failed', name, message: name === 'NotSimulated' ? message : (stack ?? message) });
  }
});
