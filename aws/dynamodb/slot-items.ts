import { type Answer, KEPT_SLOTS, type KeptSlot, type PlanSeen } from '../../domain/failover/votes.ts';
import { fromItem, type Item, toItem } from './items.ts';

/** The place of a slot in its observer's ring. */
export const placeOf = (sequence: number): string => `slot#${String(sequence % KEPT_SLOTS).padStart(2, '0')}`;

/** The first and the last place of a ring. */
export const RING = [placeOf(0), placeOf(KEPT_SLOTS - 1)] as const;

const TYPE = { attributes: { plans: 'json', heard: 'json' } } as const;

/** Answers by one letter each: a slot has as many plans as a region watches, and is written in three regions. */
const LETTERS: Readonly<Record<Answer, string>> = { answers: 'a', fails: 'f', unknown: 'u' };
const ANSWERS = new Map(Object.entries(LETTERS).map(([answer, letter]) => [letter, answer as Answer]));

const lettersOf = ({ primary, standby, region }: PlanSeen): string =>
  [primary, standby, region].map((answer) => LETTERS[answer]).join('');

/** A letter that is none of ours is what an observer could not tell. */
function seenIn(letters: string): PlanSeen {
  const [primary = 'unknown', standby = 'unknown', region = 'unknown'] = [...letters].map(
    (letter): Answer => ANSWERS.get(letter) ?? 'unknown',
  );
  return { primary, standby, region };
}

const byPlan = <From, To>(plans: Readonly<Record<string, From>>, made: (from: From) => To) =>
  Object.fromEntries(Object.entries(plans).map(([plan, of]) => [plan, made(of)]));

/** The attributes of a slot. */
export const slotItem = (slot: KeptSlot): Item =>
  toItem(TYPE, { ...slot, plans: byPlan(slot.plans, lettersOf) });

export function slotIn(item: Item): KeptSlot {
  const slot = fromItem<Omit<KeptSlot, 'plans'> & { readonly plans: Readonly<Record<string, string>> }>(
    TYPE as never,
    item,
  );
  return { ...slot, plans: byPlan(slot.plans, seenIn) };
}
