import type { Decision } from './decide.ts';
import type { Told } from './votes.ts';

/** Something that a person has to hear of a plan. */
export interface Telling {
  readonly fact: 'FailoverAsked' | 'FailoverHeld';
  readonly why: string;
  /** The zones that are to be left, where that is the question. */
  readonly zones?: readonly string[];
  /** True of something that one look has made sure of. */
  readonly isSure?: true;
}

/** The same is told again after so long, while it stays so. */
const AGAIN_MS = 15 * 60_000;
/** Of a plan whose preparation has come to no end it is told once, and to who is there the next day. */
export const LATE_AGAIN_MS = 24 * 3_600_000;
/** Slots in which a decision has to have stood: observers see the same a slot apart, and one look may go wrong. */
const STANDS: Readonly<Record<Telling['fact'], number>> = { FailoverAsked: 2, FailoverHeld: 3 };

/** The thing to be told of a decision, if there is any. */
export function tellingOf(decision: Decision): Telling | undefined {
  switch (decision.is) {
    case 'ask':
      return { fact: 'FailoverAsked', why: decision.why };
    case 'shiftZone': {
      const { zones } = decision;
      const why = `${zones.join(', ')} is said to be impaired: a zone is to be left, not a region`;
      // It is said, not seen: no further look makes it surer.
      return { fact: 'FailoverAsked', why, zones, isSure: true };
    }
    case 'hold': {
      const { page, why, byGuard } = decision;
      return page ? { fact: 'FailoverHeld', why, ...(byGuard ? { isSure: true } : {}) } : undefined;
    }
    case 'failOver':
      // A move that came to no end is gone on with, if nobody is at work on it; traffic is between two sides either way.
      return decision.goesOn ? { fact: 'FailoverHeld', why: decision.why, isSure: true } : undefined;
    default:
      return undefined;
  }
}

/** A telling's sentence without its numbers: one in which a number changes is not another one. A zone has its number. */
const keyOf = ({ why, zones }: Telling): string => (zones ? why : why.replaceAll(/\d+/g, '#'));

/** A decision that stands, and the slots in a row in which it was the same. */
export interface Standing {
  readonly key: string;
  readonly slots: number;
}

/** The slots in a row in which a telling has stood, this one included; undefined where there is nothing to tell. */
export function standingOf(before: Standing | undefined, telling: Telling | undefined): Standing | undefined {
  if (!telling) return undefined;
  const key = keyOf(telling);
  return { key, slots: before?.key === key ? before.slots + 1 : 1 };
}

/** True where something is to be told now: it stands, and was not told lately. */
export function isDue(
  telling: Telling,
  { slots, key }: Standing,
  told: Told[string] = {},
  at: number,
  // A zone is impaired for most of a day, and to leave it is done once.
  againMs = telling.zones ? LATE_AGAIN_MS : AGAIN_MS,
): boolean {
  if (!telling.isSure && slots < STANDS[telling.fact]) return false;
  const last = told[key];
  return last === undefined || at - Date.parse(last) >= againMs;
}

/** The things that were told, with this among them. */
export function toldAfter(told: Told, plan: string, telling: Telling, at: number): Told {
  return { ...told, [plan]: { ...told[plan], [keyOf(telling)]: new Date(at).toISOString() } };
}

/** The things that were told so lately that they are not told again. */
export const stillTold = (told: Told, at: number): Told =>
  Object.fromEntries(
    Object.entries(told).flatMap(([plan, texts]) => {
      const kept = Object.entries(texts).filter(([, last]) => at - Date.parse(last) < LATE_AGAIN_MS);
      return kept.length === 0 ? [] : [[plan, Object.fromEntries(kept)]];
    }),
  );

/** The things that two have told: the later times stay. */
export function bothTold(one: Told, other: Told): Told {
  const plans = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    plans.map((plan) => {
      const texts = { ...one[plan] };
      for (const [key, last] of Object.entries(other[plan] ?? {}))
        if ((texts[key] ?? '') < last) texts[key] = last;
      return [plan, texts];
    }),
  );
}
