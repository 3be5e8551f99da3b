import type { ExpectedDuration } from '../progress.ts';

/** A change meets EKS's own ones, and is tried for so long. */
const TRIED_SECONDS = 30 * 60;

/** The end that is foreseen of what may start now: of the longest of it, should it have to be tried for long. ISO 8601. */
export function foreseenEnd(
  items: readonly { readonly key: string; readonly expected: ExpectedDuration }[],
  start: readonly { readonly key: string }[],
  at: string,
): string {
  const starting = new Set(start.map(({ key }) => key));
  const longest = Math.max(
    0,
    ...items.flatMap(({ key, expected }) => (starting.has(key) ? [expected.maxSeconds] : [])),
  );
  return new Date(Date.parse(at) + (TRIED_SECONDS + longest) * 1000).toISOString();
}
