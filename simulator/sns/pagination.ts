import { invalidParameter } from './errors.ts';

/** SNS lists a hundred at a time. */
const PAGE_SIZE = 100;

export function page<T>(
  items: readonly T[],
  token: string | undefined,
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(start) || start < 0) throw invalidParameter('NextToken');
  const end = start + PAGE_SIZE;
  const NextToken = end < items.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { items: items.slice(start, end), NextToken };
}
