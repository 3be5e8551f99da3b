import * as z from 'zod';

/** One change that a phase is ready for: the task that makes it, and the key of the resource it makes it to. */
export const start = z.strictObject({ task: z.string(), key: z.string() });

export const stepFailure = z.strictObject({ key: z.string(), reason: z.string() });

export const phaseWaiting = z.strictObject({
  outcome: z.literal('Waiting'),
  waitSeconds: z.int().min(1),
  start: z.array(start),
  /** Keys of what is as it should be: later looks may pass them over until nothing else is left. */
  ready: z.array(z.string()),
});
export const phaseFailed = z.strictObject({
  outcome: z.literal('Failed'),
  failures: z.array(stepFailure).min(1),
});

/**
 * What an observing task answers of its phase, once for all its pending operations (DESIGN, "Polling is one
 * idiom"): what to start now, and how long to wait before looking again.
 */
export const progress = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('Done') }),
  phaseWaiting,
  phaseFailed,
]);
export type Progress = z.infer<typeof progress>;

/** How long an operation of AWS is expected to take: `domain/expected-durations.ts`; both zero if it is done at once. */
export interface ExpectedDuration {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** The shortest and the longest pause between two looks at one operation. */
const SHORTEST_SECONDS = 4;
const LONGEST_SECONDS = 60;
/** How many looks an operation gets between the shortest and the longest time that it is expected to take. */
const LOOKS = 30;

function waitSecondsOf(elapsedSeconds: number, { minSeconds, maxSeconds }: ExpectedDuration): number {
  if (maxSeconds === 0) return 1;
  const untilPossible = minSeconds - elapsedSeconds;
  if (untilPossible > SHORTEST_SECONDS) return untilPossible;
  const step = Math.max(
    (maxSeconds - minSeconds) / LOOKS,
    elapsedSeconds > maxSeconds ? elapsedSeconds * 0.03 : 0,
  );
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, step));
}

/**
 * How long to wait before looking again at operations that are under way: until the first could be done, then
 * in steps that grow with how long it may take and how late it is, so that a look comes soon after the end
 * without asking AWS every few seconds for half an hour.
 */
export function decideWaitSeconds(
  pending: readonly { readonly elapsedSeconds: number; readonly expected: ExpectedDuration }[],
): number {
  return Math.ceil(
    Math.min(...pending.map(({ elapsedSeconds, expected }) => waitSecondsOf(elapsedSeconds, expected)), 600),
  );
}
