/** Names, each with the names of everything that it starts. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Every circle, without a name twice in it; each begins with the first of its names. */
export function cyclesOf(graph: Graph): readonly string[] {
  const found: string[] = [];
  for (const first of [...graph.keys()].sort()) walk([first]);
  return found;

  function walk(way: readonly string[]): void {
    const [first = ''] = way;
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === first) found.push([...way, first].join(' → '));
      // Ways over an earlier name were found from there.
      else if (next > first && !way.includes(next) && leadsBack(next, first)) walk([...way, next]);
    }
  }

  /** True where anything leads from one to the other: without it, the search would go down every dead end. */
  function leadsBack(from: string, to: string, seen = new Set<string>()): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(graph.get(from) ?? [])].some((next) => leadsBack(next, to, seen));
  }
}
