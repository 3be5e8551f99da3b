import type { Fleet } from '../../aws/fleet.ts';
import { columns } from '../output.ts';
import { sleep } from '../sleep.ts';
import { followRequest, type PublishedRequest, type RequestOutcome } from './follow.ts';

/** Follows requests side by side, telling their progress on stderr; a request that did not succeed fails the command. */
export async function followAll(
  fleet: Fleet,
  requests: readonly PublishedRequest[],
): Promise<readonly RequestOutcome[]> {
  const tell = (text: string): void => void process.stderr.write(`${text}\n`);
  const outcomes = await Promise.all(
    requests.map((request) => followRequest(fleet, request, { tell, sleep })),
  );
  if (outcomes.some(({ outcome }) => outcome !== 'Succeeded')) process.exitCode = 1;
  return outcomes;
}

export function outcomesTable(outcomes: readonly RequestOutcome[]): string {
  return columns(
    ['CLUSTER', 'REGION', 'OUTCOME', 'REASON'],
    outcomes.map(({ cluster, region, outcome, reason, advice }) => [
      cluster,
      region,
      outcome,
      [reason, advice].filter(Boolean).join(' ') || '-',
    ]),
  );
}
