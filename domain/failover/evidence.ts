import * as z from 'zod';
import { type Answer, newestOf, type ObserverSeen, type PlanSeen, slotsOf } from './votes.ts';

/** The looks of an observer at one thing, slot by slot, the newest last: `A` answers, `F` fails, `?` could not tell, `-` no look. */
const looks = z.string().regex(/^[AF?-]*$/);

/** The votes of one observer, as who decided has read them. */
const observed = z.strictObject({
  /** The number of its newest slot; absent where it has none. */
  sequence: z.int().optional(),
  /** Seconds for which that number had not risen, by the clock of who decided; absent where it was never heard of. */
  sinceRoseSeconds: z.number().optional(),
  /** True where the observer's own control probes came through in its newest slot. */
  isWell: z.boolean(),
  primary: looks,
  standby: looks,
  region: looks,
});

/** The votes on which a move was decided, by observer's region: Guard keeps slots for ten minutes alone. */
export const evidence = z.record(z.string(), observed);
export type Evidence = z.output<typeof evidence>;

const LETTERS: Readonly<Record<Answer, string>> = { answers: 'A', fails: 'F', unknown: '?' };

function observedBy(
  { slots, sinceRoseSeconds }: ObserverSeen,
  plan: string,
  count: number,
): Evidence[string] {
  const newest = newestOf(slots);
  const bySequence = new Map(slots.map((slot) => [slot.sequence, slot]));
  const last = Array.from({ length: newest ? count : 0 }, (_, index) =>
    bySequence.get((newest?.sequence ?? 0) - count + 1 + index),
  );
  const lettersOf = (sign: keyof PlanSeen): string =>
    last.map((slot) => (slot ? LETTERS[slot.plans[plan]?.[sign] ?? 'unknown'] : '-')).join('');
  return {
    ...(newest ? { sequence: newest.sequence } : {}),
    ...(sinceRoseSeconds === undefined ? {} : { sinceRoseSeconds }),
    isWell: newest?.isWell ?? false,
    primary: lettersOf('primary'),
    standby: lettersOf('standby'),
    region: lettersOf('region'),
  };
}

/** The votes on a plan in as many slots as its decision looks at, by observer's region. */
export function evidenceOf(
  observers: Readonly<Record<string, ObserverSeen>>,
  { name, failingSeconds }: { readonly name: string; readonly failingSeconds: number },
): Evidence {
  const { of } = slotsOf(failingSeconds);
  return Object.fromEntries(
    Object.entries(observers).map(([region, seen]) => [region, observedBy(seen, name, of)]),
  );
}
