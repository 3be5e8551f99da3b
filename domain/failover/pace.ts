import { SLOT_SECONDS } from './votes.ts';

/**
 * The time after its beginning until which an observer's invocation watches. The next one begins within two minutes and a start of a
 * function: a schedule fires at any second of its minute (Scheduler guide, "Schedule types"). It may begin late in a slot, which the
 * one before looks in to its end.
 */
const WATCHES_MS = 140_000;
/** The time that a slot may take to its end, and the time that is left to an invocation then. */
const SLOT_MS = SLOT_SECONDS * 1000;
/**
 * The longest life of an observer's invocation. It outlives the fence of leases, which it may: it writes slots of Guard and puts
 * events, and changes nothing that a lease guards.
 */
export const INVOCATION_SECONDS = 160;
/** The documents are read again after so long. */
export const DOCUMENTS_MS = 60_000;

/** A slot of the clock. */
export interface Turn {
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** So late in a slot an invocation that begins looks in it still: the one before it sees that, and ends with the next slot. */
const LATE_MS = 4000;

/** The slot that comes next, after the one that was last; undefined where an invocation does not come to its end. */
export function nextTurn(
  { now, last }: { readonly now: number; readonly last?: number | undefined },
  { startedAt, endsAt }: { readonly startedAt: number; readonly endsAt: number },
): Turn | undefined {
  const first = last === undefined && now % SLOT_MS <= LATE_MS ? Math.floor(now / SLOT_MS) : undefined;
  const sequence = first ?? Math.max(Math.ceil(now / SLOT_MS), (last ?? 0) + 1);
  const at = sequence * SLOT_MS;
  return at + SLOT_MS > Math.min(startedAt + WATCHES_MS, endsAt) ? undefined : { sequence, at };
}

/** The times in a slot, in milliseconds from its beginning, at which one that lacks the other observer's slot looks for it again. */
export const LOOKS_AGAIN_MS = [3400, 3700, 4000, 5500, 7000] as const;
