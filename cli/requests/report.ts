import type { Fleet } from '../../aws/fleet.ts';
import { columns } from '../output.ts';
import { sleep } from '../sleep.ts';
import { followRequest, type PublishedRequest, type RequestOutcome, subjectOf } from './follow.ts';

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
    ['REQUEST FOR', 'REGION', 'OUTCOME', 'REASON'],
    outcomes.map(({ region, outcome, reason, advice, ...request }) => [
      subjectOf(request),
      region,
      outcome,
      [reason, advice].filter(Boolean).join(' ') || '-',
    ]),
  );
}

/** Requests that nobody waits for. */
export function requestsTable(requests: readonly PublishedRequest[]): string {
  return columns(
    ['REQUEST FOR', 'REGION', 'REQUEST'],
    requests.map(({ region, requestId, ...request }) => [subjectOf(request), region, requestId]),
  );
}
