import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { columns } from '../output.ts';

type Failover = SimulationReport['failovers'][number];

/** More moves than these have no timeline each. */
const MOST_TIMELINES = 4;

const inSeconds = (seconds: number | undefined): string => (seconds === undefined ? '-' : `${seconds}s`);

/** `claim 6.1s, fence 0.9s, …`: the phases of a move in their order. */
const phases = ({ phases: all }: Failover): string =>
  all.map(({ name, seconds }) => `${name} ${inSeconds(seconds)}`).join(', ') || '-';

/** The ends of phases, as a timeline tells them. */
const ENDED: Readonly<Record<string, string>> = {
  claim: 'the plan is claimed in Guard',
  fence: 'the other side is fenced',
  capacity: 'the floor of the capacity runs',
  traffic: 'the word is said that moves traffic',
  verify: 'name servers and the site itself say so',
};

/** The events of a move, each with the seconds since the first request that failed, or since the question. */
function timelineOf(move: Failover): readonly string[] {
  const { detectedAfterSeconds: detected = 0, rtoSeconds, raisedAt, phases: all, why = '' } = move;
  const began = Date.parse(raisedAt) - detected * 1000;
  const rows: (readonly [seconds: number, what: string])[] = [];
  if (detected > 0) rows.push([0, 'the first request of a client fails']);
  rows.push([detected, `asked for: ${why}`]);
  let passed = detected;
  for (const { name, seconds } of all) {
    passed += seconds;
    rows.push([passed, ENDED[name] ?? name]);
  }
  if (rtoSeconds !== undefined)
    rows.push([rtoSeconds, '99 of 100 requests succeed again, for a minute: RTO']);
  const lines = rows
    .sort(([one], [other]) => one - other)
    .map(([seconds, what]) => {
      const time = new Date(began + seconds * 1000).toISOString().slice(11, 19);
      return `  ${time}  ${`+${seconds.toFixed(1)}s`.padStart(8)}  ${what}`;
    });
  return [`${move.plan} to its ${move.to}, ${raisedAt.slice(0, 10)}`, ...lines, ''];
}

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
  const table = columns(['PLAN', 'TO', 'OUTCOME', 'DETECTED', 'RTO', 'LOST', 'PHASES'], rows);
  return [table, '', ...(failovers.length > MOST_TIMELINES ? [] : failovers.flatMap(timelineOf))];
}
