/** Levenshtein distance between two short names. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The shortest part by which a name is known. */
const SHORTEST = 5;

/**
 * The known name that a mistyped one most likely meant: the only one that contains it, else the closest. Undefined
 * where none is close (more than a third of its letters differ). Case does not count. Written here because domain
 * imports nothing but zod.
 */
export function nearestName(mistyped: string, known: readonly string[]): string | undefined {
  const short = mistyped.toLowerCase();
  const longer = known.filter((name) => name.toLowerCase().includes(short));
  // A name that was cut short: `ebs-csi-driver` of `aws-ebs-csi-driver`.
  if (short.length >= SHORTEST && longer.length === 1) return longer[0];
  const scored = known
    .map((name) => ({ name, score: distance(mistyped.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.score - b.score || a.name.localeCompare(b.name));
  const best = scored[0];
  return best && best.score <= Math.max(2, Math.floor(mistyped.length / 3)) ? best.name : undefined;
}
