import { validationError } from './errors.ts';

const DEFAULT_RESULTS = 100;

/** One page of a list in order of its keys. The token holds the last key, so that changes between pages do no harm. */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  request: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  const after = request.NextToken === undefined ? '' : keyIn(request.NextToken);
  const ordered = items
    .map((item) => ({ key: keyOf(item), item }))
    .filter(({ key }) => key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const taken = ordered.slice(0, request.MaxResults ?? DEFAULT_RESULTS);
  const last = taken.at(-1);
  const NextToken = last && taken.length < ordered.length ? tokenOf(last.key) : undefined;
  return { items: taken.map(({ item }) => item), NextToken };
}

const tokenOf = (key: string): string => Buffer.from(`after:${key}`).toString('base64url');

function keyIn(token: string): string {
  const [, key] = /^after:(.+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (key === undefined) throw validationError('Invalid NextToken.');
  return key;
}
