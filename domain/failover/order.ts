/** Workloads in the order of a plan, as `namespace/name`: those of one rank are ready before the next one is begun. */
export type Ranks = readonly (readonly string[])[];

/** An entry of an order is the name of a workload, in whichever namespace, or `namespace/name`. */
const isNamed = (workload: string, entry: string): boolean =>
  entry.includes('/') ? workload === entry : workload.split('/')[1] === entry;

/** The ranks of an order among the workloads that a move wants; one that is named twice has its first place. */
export function ranksOf(order: readonly string[], workloads: readonly string[]): Ranks {
  const placed = new Set<string>();
  const ranks = order.map((entry) => {
    const rank = workloads.filter((one) => isNamed(one, entry) && !placed.has(one));
    for (const one of rank) placed.add(one);
    return rank;
  });
  return ranks.filter((rank) => rank.length > 0);
}

/** Entries of an order that name no workload of a move, each in one sentence. */
export const orderFaults = (order: readonly string[], workloads: readonly string[]): readonly string[] =>
  order
    .filter((entry) => !workloads.some((one) => isNamed(one, entry)))
    .map((entry) => `move.order names ${entry}, of which no replicas are wanted`);

/** True of a workload that has to wait: one of an earlier rank is not ready, or, where the order says nothing of it, any of all ranks. */
export function isHeldBack(ranks: Ranks, workload: string, isReady: (workload: string) => boolean): boolean {
  const own = ranks.findIndex((rank) => rank.includes(workload));
  const before = own < 0 ? ranks : ranks.slice(0, own);
  return before.some((rank) => !rank.every(isReady));
}
