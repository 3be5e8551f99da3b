import { type Hearing, heardOf, hearingAfter, hearingLeft, silentSeconds } from './hearing.ts';
import { KEPT_SLOTS, type KeptSlot, newestOf, type ObserverSeen, type Slot } from './votes.ts';

/** Another observer, as far as it was heard. */
export interface Heard {
  readonly slots: readonly KeptSlot[];
  /** Undefined: it could not be read yet. */
  readonly hearing?: Hearing;
}

/** Everything that an observer knows of the plans of one Guard table, from slot to slot. */
export interface Memory {
  readonly own: readonly KeptSlot[];
  /** By region. */
  readonly others: Readonly<Record<string, Heard>>;
}

export const NOTHING: Memory = { own: [], others: {} };

/** Slots with those that were read since, each sequence once, as many as Guard keeps. */
function joined(slots: readonly KeptSlot[], read: readonly KeptSlot[]): readonly KeptSlot[] {
  const bySequence = new Map([...slots, ...read].map((slot) => [slot.sequence, slot]));
  return [...bySequence.values()].sort((one, other) => one.sequence - other.sequence).slice(-KEPT_SLOTS);
}

export const withOwn = (memory: Memory, read: readonly KeptSlot[]): Memory => ({
  ...memory,
  own: joined(memory.own, read),
});

/** The memory with what the last slot of an invocation before this one has left: what it had heard. */
export function withLeft(memory: Memory, left: KeptSlot): Memory {
  const others = Object.keys(left.heard).map((other) => {
    const hearing = hearingLeft(left, other);
    return [other, { slots: [], ...(hearing ? { hearing } : {}) }] as const;
  });
  return { ...memory, others: { ...Object.fromEntries(others), ...memory.others } };
}

/** The memory after another observer's slots were read. */
export function withHeard(memory: Memory, other: string, read: readonly KeptSlot[], at: number): Memory {
  const { slots = [], hearing } = memory.others[other] ?? {};
  const all = joined(slots, read);
  const heard = { slots: all, hearing: hearingAfter(hearing, newestOf(all)?.sequence, at) };
  return { ...memory, others: { ...memory.others, [other]: heard } };
}

/** All others with how long they had not risen, as a slot and a request have it. */
export const heardBy = ({ others }: Memory, at: number): KeptSlot['heard'] =>
  Object.fromEntries(
    Object.entries(others).flatMap(([other, { hearing }]) =>
      hearing ? [[other, heardOf(hearing, at)]] : [],
    ),
  );

/** The slot as it is kept, with what the next invocation goes on with. */
export const keptSlot = (memory: Memory, slot: Slot, by: string, at: number): KeptSlot => ({
  ...slot,
  by,
  heard: heardBy(memory, at),
});

/** The observers of a plan as who decides sees them: itself, and the other one. */
export function observersOf(
  { own, others }: Memory,
  other: string,
  at: number,
): { readonly standby: ObserverSeen; readonly witness: ObserverSeen } {
  const { slots = [], hearing } = others[other] ?? {};
  const witness = hearing ? { slots, sinceRoseSeconds: silentSeconds(hearing, at) } : { slots };
  return { standby: { slots: own, sinceRoseSeconds: 0 }, witness };
}
