import type { ExpectedDuration } from './progress.ts';

/** An item of a phase, as far as its time goes. */
export interface Timed {
  readonly key: string;
  readonly expected: ExpectedDuration;
  readonly needs?: readonly { readonly keys: readonly string[]; readonly until: string }[];
  /** It goes alone, once all others have begun. */
  readonly exclusive?: boolean;
}

/** The longest that a phase is expected to take: its longest chain of needs, and then what goes alone. */
export function expectedSeconds(items: readonly Timed[]): number {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const ends = new Map<Timed, number>();
  const beginOf = ({ needs = [] }: Timed): number =>
    Math.max(
      0,
      ...needs.flatMap(({ keys, until }) =>
        keys.flatMap((key) => {
          const needed = byKey.get(key);
          if (needed === undefined) return [];
          return until === 'ready' ? endOf(needed) : beginOf(needed);
        }),
      ),
    );
  const endOf = (item: Timed): number => {
    const known = ends.get(item) ?? beginOf(item) + item.expected.maxSeconds;
    ends.set(item, known);
    return known;
  };
  const alone = items.filter(({ exclusive }) => exclusive);
  const others = items.filter(({ exclusive }) => !exclusive).map(endOf);
  return alone.reduce((sum, { expected }) => sum + expected.maxSeconds, Math.max(0, ...others));
}

/** The lateness from which on all of a phase is looked at again, and the time from each such look to the next. */
const LATE_SECONDS = 600;

/** Whether a phase is that late: somebody may have taken over, or taken something away. */
export const isLate = (items: readonly Timed[], elapsedSeconds: number): boolean =>
  elapsedSeconds > expectedSeconds(items) + LATE_SECONDS;

/** The lateness after which faults that AWS finds do not pass by themselves any more, where nothing else is left. */
const GIVEN_UP_SECONDS = 3600;

export const isGivenUp = (items: readonly Timed[], elapsedSeconds: number): boolean =>
  elapsedSeconds > expectedSeconds(items) + GIVEN_UP_SECONDS;

/**
 * Whether the next look of a phase is the first of another ten minutes in which it is late. What it once found as it
 * should be may be gone by then, by somebody's hand, and what waits for that would wait without end. Nothing has to be
 * remembered for it: the time of the look and of the one after it say so.
 */
export function isLookedAtAnew(
  items: readonly Timed[],
  { elapsedSeconds, waitSeconds }: { readonly elapsedSeconds: number; readonly waitSeconds: number },
): boolean {
  const expected = expectedSeconds(items);
  const tenMinutes = (elapsed: number): number =>
    Math.max(0, Math.floor((elapsed - expected) / LATE_SECONDS));
  return tenMinutes(elapsedSeconds + waitSeconds) > tenMinutes(elapsedSeconds);
}
