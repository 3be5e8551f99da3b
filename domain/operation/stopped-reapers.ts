/** Step Functions lists executions "on a best effort basis" (ListExecutions): one that has just ended may not be there yet. */
const LISTED_AFTER_MS = 5 * 60_000;
const SWEEP_EVERY_MS = 3_600_000;

/** An execution of the reaper that did not come to its end. */
export interface StoppedReaper {
  readonly stoppedAt: number;
  /** The execution that it was to see to; absent for a sweep. */
  readonly saw?: string;
  /** The time for which its sweep was due, in milliseconds; absent for one that was to see to an execution. */
  readonly sweptAt?: number;
}

/** From when on a sweep looks back: the ends that the sweep before it could not have seen. */
const since = (sweptAt: number): number => sweptAt - SWEEP_EVERY_MS - LISTED_AFTER_MS;

/** True where a sweep that was due at this time sees to an execution that stopped then. */
const isBefore = (sweptAt: number, stoppedAt: number): boolean => stoppedAt <= sweptAt - LISTED_AFTER_MS;

/**
 * The executions that reapers left when they were stopped or failed, and that this sweep sees to. Each belongs to one
 * sweep, so that nothing is told twice. A sweep that was stopped itself leaves its hour to the next. `newestFirst` is
 * read as far back as is needed.
 */
export async function leftByReapers(
  sweptAt: number,
  newestFirst: AsyncIterable<StoppedReaper>,
): Promise<readonly string[]> {
  const left = new Set<string>();
  let from = since(sweptAt);
  for await (const { stoppedAt, saw, sweptAt: missed } of newestFirst) {
    if (stoppedAt <= from) break;
    if (missed !== undefined) from = Math.min(from, since(missed));
    if (saw !== undefined && isBefore(sweptAt, stoppedAt)) left.add(saw);
  }
  return [...left];
}
