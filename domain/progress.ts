import * as z from 'zod';

/** One change that a phase is ready for: the task that makes it, and the key of the resource it makes it to. */
export const start = z.strictObject({ task: z.string(), key: z.string() });

/** Outputs of complete stacks, by the stack's key. */
export const stackOutputs = z.record(z.string(), z.record(z.string(), z.string()));

export const stepFailure = z.strictObject({ key: z.string(), reason: z.string() });

/** A site that did not answer as it has to, look by look; times are ISO 8601. */
export const failingProbe = z.strictObject({
  url: z.string(),
  why: z.string(),
  times: z.int().min(0),
  since: z.string(),
  countedAt: z.string(),
});
export type FailingProbe = z.output<typeof failingProbe>;

export const phaseWaiting = z.strictObject({
  outcome: z.literal('Waiting'),
  waitSeconds: z.int().min(1),
  start: z.array(start),
  /** Keys of items that are as they should be: later looks may pass them over until nothing else is left. */
  ready: z.array(z.string()),
  /** Outputs of the stacks among those, by key, so that no later look or change has to ask for them. */
  outputs: stackOutputs.exactOptional(),
  /**
   * For a deletion: keys of contents that are there still, so that later looks ask for nothing else until all are
   * gone.
   */
  left: z.array(z.string()).exactOptional(),
  /** For an upgrade: probes that failed with this look, so that the next one counts on. */
  failing: z.array(failingProbe).exactOptional(),
});
export const phaseFailed = z.strictObject({
  outcome: z.literal('Failed'),
  failures: z.array(stepFailure).min(1),
});

/**
 * The answer of a phase's observing task, once for all its pending operations (ADR 1): the changes to start now, and
 * the time to wait before the next look.
 */
export const progress = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('Done') }),
  phaseWaiting,
  phaseFailed,
]);
export type Progress = z.infer<typeof progress>;

/**
 * The time that an operation of AWS is expected to take: `domain/expected-durations.ts`; both zero if it is done at
 * once.
 */
export interface ExpectedDuration {
  readonly minSeconds: number;
  readonly maxSeconds: number;
  /** The number of looks that it gets between the two; 20 if absent. */
  readonly looks?: number;
}

/** Something under way that is waited for. */
export interface Pending {
  readonly elapsedSeconds: number;
  readonly expected: ExpectedDuration;
}

/** The shortest and the longest pause between two looks at one operation. */
const SHORTEST_SECONDS = 6;
const LONGEST_SECONDS = 60;
/** The number of looks between the shortest and the longest time, where no other is given. */
const LOOKS = 20;
/** The longest pause while several things are under way, so that one that fails is not found much later. */
const LONGEST_AMONG_MANY_SECONDS = 90;

/**
 * `spread`, from 0 to 1, tells operations apart that began in the same second: hundreds that looked together would
 * be throttled together, too.
 */
function waitSecondsOf(
  { elapsedSeconds, expected: { minSeconds, maxSeconds, looks = LOOKS } }: Pending,
  spread: number,
): number {
  if (maxSeconds === 0) return 1;
  const ofSpan = (maxSeconds - minSeconds) / looks;
  const ofLateness = elapsedSeconds > maxSeconds ? elapsedSeconds * 0.03 : 0;
  const step = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, ofSpan, ofLateness));
  const untilPossible = minSeconds - elapsedSeconds;
  return untilPossible > step ? untilPossible + spread * step : step * (0.75 + 0.5 * spread);
}

/**
 * Seconds to wait before the next look at operations that are under way. `blocking` are those that something else
 * cannot begin without: the first of them counts. Where nothing waits for anything, the first look comes when the
 * last could be done. From then on the steps grow with how long it may take and how late it is. So a look comes soon
 * after the end, and AWS is not asked every few seconds for half an hour.
 */
export function decideWaitSeconds(
  pending: readonly Pending[],
  { blocking = [], spread = 0.5 }: { readonly blocking?: readonly Pending[]; readonly spread?: number } = {},
): number {
  const waits = (some: readonly Pending[]): readonly number[] =>
    some.map((one) => waitSecondsOf(one, spread));
  const first = Math.min(...waits(pending), 600);
  const last = Math.max(...waits(pending), 1);
  const seconds =
    blocking.length > 0
      ? Math.min(...waits(blocking))
      : Math.max(first, Math.min(last, LONGEST_AMONG_MANY_SECONDS));
  return Math.ceil(Math.min(seconds, 600));
}
