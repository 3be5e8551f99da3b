import type { Fleet } from '../../aws/fleet.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { columns, type OutputFormat, printResult } from '../output.ts';
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

/** Prints why a request is refused, a line each, and makes the command fail. Nothing was asked for. */
export function refuseRequest(
  about: { readonly cluster: string; readonly region: string },
  problems: readonly RequestProblem[],
  output: OutputFormat,
): void {
  const refused = problems.map((problem) => ({ ...about, ...problem }));
  printResult(output, { outcome: 'refused', refused }, () =>
    refused
      .map(({ region, cluster, path, message }) =>
        [`${region}/${cluster}`, path, message].filter((part) => part !== '').join(': '),
      )
      .join('\n'),
  );
  process.exitCode = 1;
}

export function outcomesTable(outcomes: readonly RequestOutcome[]): string {
  const table = columns(
    ['REQUEST FOR', 'REGION', 'OUTCOME', 'REASON'],
    outcomes.map(({ region, outcome, reason, advice, ...request }) => [
      subjectOf(request),
      region,
      outcome,
      [reason, advice].filter(Boolean).join(' ') || '-',
    ]),
  );
  return [table, ...outcomes.flatMap(({ result = [] }) => result.map((said) => `  ${said}`))].join('\n');
}

/** A table of requests that the command does not follow. */
export function requestsTable(requests: readonly PublishedRequest[]): string {
  return columns(
    ['REQUEST FOR', 'REGION', 'REQUEST'],
    requests.map(({ region, requestId, ...request }) => [subjectOf(request), region, requestId]),
  );
}
