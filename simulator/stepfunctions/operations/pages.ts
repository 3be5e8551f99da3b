import { AwsError } from '../../aws-error.ts';

/** GetExecutionHistory and the lists: 100 items a page unless asked otherwise, 1,000 at most. */
export const PAGE_SIZE = 100;

/** One page of a list, and the token of the next. `maxResults` of 0 or none means the service's default. */
export function pageOf<T>(
  items: readonly T[],
  request: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
  defaultSize: number,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const size = request.maxResults || defaultSize;
  const start = request.nextToken === undefined ? 0 : positionOf(request.nextToken);
  const end = start + size;
  const page = items.slice(start, end);
  return end < items.length ? { page, nextToken: tokenOf(end) } : { page };
}

const tokenOf = (position: number): string => Buffer.from(`from:${position}`).toString('base64');

function positionOf(token: string): number {
  const match = /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (!match) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return Number(match[1]);
}
