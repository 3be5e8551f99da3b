/** JSON with sorted keys and without absent members: equal text for equal values. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}

/** True where two values mean the same; members that are undefined count as absent. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** True where two lists hold the same items, in any order. */
export function sameItems(a: readonly unknown[] = [], b: readonly unknown[] = []): boolean {
  return same(a.map(canonical).sort(), b.map(canonical).sort());
}

/** True where every wanted member is as it is wanted; members that AWS added do not count. */
export function includes(
  observed: Readonly<Record<string, unknown>> = {},
  wanted: Readonly<Record<string, unknown>> = {},
): boolean {
  return Object.entries(wanted).every(([key, value]) => value === undefined || same(observed[key], value));
}

/** The wanted tags that are missing or differ. */
export function tagsToSet(
  observed: Readonly<Record<string, string>> = {},
  wanted: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => observed[key] !== value));
}
