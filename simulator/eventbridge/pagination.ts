import { validationError } from './errors.ts';

const MAXIMUM = 100;

/** One page of a list. The token names the place at which the next begins. */
export function page<T>(
  items: readonly T[],
  request: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  const limit = request.Limit ?? MAXIMUM;
  const start = request.NextToken === undefined ? 0 : positionOf(request.NextToken);
  const end = start + limit;
  const NextToken = end < items.length ? Buffer.from(`offset:${end}`).toString('base64') : undefined;
  return { items: items.slice(start, end), NextToken };
}

function positionOf(token: string): number {
  const [, offset] = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (offset === undefined) throw validationError('Invalid parameter: NextToken.');
  return Number(offset);
}
