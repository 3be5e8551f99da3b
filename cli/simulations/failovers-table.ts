import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { columns } from '../output.ts';

type Failover = SimulationReport['failovers'][number];

const inSeconds = (seconds: number | undefined): string => (seconds === undefined ? '-' : `${seconds}s`);

/** `claim 6.1s, fence 0.9s, …`: the phases of a move in their order. */
const phases = ({ phases: all }: Failover): string =>
  all.map(({ name, seconds }) => `${name} ${inSeconds(seconds)}`).join(', ') || '-';

/** Moves of failover plans: the question after the first failed request, the time until clients were served, and the phases. */
export function failoversTable(failovers: readonly Failover[]): readonly string[] {
  if (failovers.length === 0) return [];
  const rows = failovers.map((one) => [
    one.plan,
    `${one.to}${one.planned ? ', planned' : ''}`,
    one.outcome,
    inSeconds(one.detectedAfterSeconds),
    inSeconds(one.rtoSeconds),
    one.requestsLostPercent === undefined ? '-' : `${one.requestsLostPercent.toFixed(2)} %`,
    phases(one),
  ]);
  return [columns(['PLAN', 'TO', 'OUTCOME', 'DETECTED', 'RTO', 'LOST', 'PHASES'], rows), ''];
}
