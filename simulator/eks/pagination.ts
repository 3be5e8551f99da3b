import { invalidParameter } from './errors.ts';

/** Page sizes of EKS's lists: 1 to 100, 100 where none is given (SDK typings, `maxResults`). */
const DEFAULT_PAGE_SIZE = 100;

/**
 * One page. The token names the key after which the next page begins: if the list changes in between, entries that
 * stay are neither repeated nor left out.
 */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  request: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
): { items: T[]; nextToken?: string } {
  const size = request.maxResults ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(size) || size < 1 || size > DEFAULT_PAGE_SIZE) {
    throw invalidParameter('maxResults needs to be between 1 and 100');
  }
  const start = request.nextToken ? after(items, keyOf, request.nextToken) : 0;
  const end = start + size;
  const last = items[end - 1];
  const shown = items.slice(start, end);
  return end < items.length && last !== undefined
    ? { items: shown, nextToken: Buffer.from(JSON.stringify({ after: keyOf(last) })).toString('base64') }
    : { items: shown };
}

function after<T>(items: readonly T[], keyOf: (item: T) => string, token: string): number {
  let key: unknown;
  try {
    key = (JSON.parse(Buffer.from(token, 'base64').toString()) as { after?: unknown }).after;
  } catch {
    key = undefined;
  }
  if (typeof key !== 'string') throw invalidParameter('Invalid nextToken');
  const index = items.findIndex((item) => keyOf(item) === key);
  if (index >= 0) return index + 1;
  const next = items.findIndex((item) => keyOf(item) > key);
  return next < 0 ? items.length : next;
}
