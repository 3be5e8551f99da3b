import { availableParallelism } from 'node:os';
import { runEach, SimulationFailed } from './simulation-process.ts';
import type { SimulationReport, SimulationSpec } from './simulation-spec.ts';

export interface ConsecutiveRuns {
  /** The number of runs that came to their end. */
  readonly done: number;
  /** The first report that is no success, else the one of the last seed. */
  readonly report: SimulationReport;
}

/**
 * Runs a simulation once for each seed, from the spec's on, over the cores, and stops at the first that does not
 * succeed. Throws the error of a simulation that failed to run, with its seed.
 */
export async function runConsecutively(
  spec: SimulationSpec,
  runs: number,
  onEnd: (report: SimulationReport) => void,
): Promise<ConsecutiveRuns> {
  const specs = Array.from({ length: runs }, (_, index) => ({ ...spec, seed: spec.seed + index }));
  let done = 0;
  let failed: { readonly result: SimulationReport | SimulationFailed; readonly index: number } | undefined;
  let last: SimulationReport | undefined;
  await runEach(specs, Math.min(runs, availableParallelism()), (result, index) => {
    done++;
    const isReport = !(result instanceof SimulationFailed);
    if (isReport) onEnd(result);
    if (isReport && result.outcome === 'succeeded') {
      if (last === undefined || result.seed > last.seed) last = result;
    } else if (failed === undefined || index < failed.index) failed = { result, index };
    return failed === undefined;
  });
  if (failed?.result instanceof SimulationFailed) {
    const seed = spec.seed + failed.index;
    throw new SimulationFailed(failed.result.name, `seed ${seed}: ${failed.result.message}`, seed);
  }
  return { done, report: failed?.result ?? (last as SimulationReport) };
}
