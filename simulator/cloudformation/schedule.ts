/**
 * Runs every node as soon as those it waits for are done, side by side where nothing binds them. A node whose
 * predecessor did not succeed is not run. Resolves when all that was started has ended.
 */
export async function runInOrder(
  nodes: readonly string[],
  waitsFor: (node: string) => readonly string[],
  run: (node: string) => Promise<boolean>,
): Promise<void> {
  const known = new Set(nodes);
  const outcomes = new Map<string, Promise<boolean>>();
  const outcomeOf = (node: string): Promise<boolean> => {
    let outcome = outcomes.get(node);
    if (!outcome) {
      outcome = start(node);
      outcomes.set(node, outcome);
    }
    return outcome;
  };
  const start = async (node: string): Promise<boolean> => {
    const before = await Promise.all(
      waitsFor(node)
        .filter((other) => known.has(other))
        .map(outcomeOf),
    );
    return before.every(Boolean) && (await run(node));
  };
  await Promise.all(nodes.map(outcomeOf));
}

/** Nodes that form a circle, in order, or undefined where there is none. */
export function circleIn(
  nodes: readonly string[],
  waitsFor: (node: string) => readonly string[],
): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string[] | undefined => {
    if (done.has(node)) return undefined;
    const start = path.indexOf(node);
    if (start >= 0) return path.slice(start);
    path.push(node);
    for (const next of waitsFor(node)) {
      const circle = visit(next);
      if (circle) return circle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of nodes) {
    const circle = visit(node);
    if (circle) return circle;
  }
  return undefined;
}
