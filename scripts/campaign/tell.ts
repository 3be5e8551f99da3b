import type { Drawn } from '../../rehearsal/campaign/draw.ts';
import { scenarioFile } from '../../rehearsal/campaign/scenario-file.ts';
import { UNREACHED } from '../../rehearsal/campaign/unreached.ts';
import { judgeReach, type ReachReport, summaryOf } from '../../rehearsal/reach/report.ts';
import type { SimulationMessage, SimulationReport } from '../../rehearsal/simulation-spec.ts';

/** The faults that came to pass, by name and number. */
function counted(faults: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return [...counts].map(([fault, count]) => `${count} ${fault}`).join(', ') || 'none';
}

/** The outcome of a seed, after its story. */
export function describeSeed(seed: number, drawn: Drawn, report: SimulationReport): string {
  const ended = report.operations.map(
    ({ kind, cluster, outcome, reason = '' }) =>
      `  ${kind} ${cluster.split('/').at(-1)} ${outcome} ${reason}`,
  );
  return [
    `# seed ${seed}: eks-fleet simulate FILE --seed ${seed}`,
    scenarioFile(seed, drawn),
    ...ended,
    ...report.refused.map(({ document, reason }) => `  refused ${document}: ${reason}`),
    `  faults: ${counted(report.faults)}`,
    `  checked: ${report.invariants.checked.join(', ')}`,
    `  virtual ${report.virtualSeconds} s, real ${report.wallMs} ms, trace ${report.traceHash}`,
  ].join('\n');
}

/** Tells the end of each execution, as it ends. */
export function tellMessage(message: SimulationMessage): void {
  if (message.kind === 'operation')
    process.stdout.write(
      `  ${message.execution.split(':').slice(-2).join(' ')} begins for ${message.cluster}\n`,
    );
  if (message.kind === 'ended')
    process.stdout.write(
      `  ${message.virtualSeconds} s ${message.execution.split(':').slice(-2).join(' ')} ${message.status} ${message.reason ?? ''}\n`,
    );
}

/** So many names are told of a campaign that is not held to them: a few seeds leave most of it out. */
const MOST_NAMES = 12;

/** Prints the reach, and by name everything that was not reached and is on no list; answers whether all is well. */
export function tellReach(report: ReachReport, gate: boolean): boolean {
  const { missing, untrue } = judgeReach(report, UNREACHED);
  const told = gate ? missing : missing.slice(0, MOST_NAMES);
  const more = missing.length - told.length;
  const lines = [
    ...summaryOf(report),
    ...told.map((name) => `reached by none: ${name}`),
    ...(more > 0 ? [`and ${more} more: --reach FILE writes all of them`] : []),
    ...(gate ? untrue : []).map(
      ({ kind, name }) => `reached, and yet on the list of what is not: ${kind} ${name}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return missing.length === 0;
}
