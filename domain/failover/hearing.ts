import type { Decision } from './decide.ts';
import { type KeptSlot, SILENT_AFTER_SECONDS, SLOT_SECONDS } from './votes.ts';

/** An observer as another one hears it, by the clock of who hears. Times are milliseconds. */
export interface Hearing {
  /** The newest sequence that was read; 0 where none was there ever. */
  readonly sequence: number;
  readonly roseAt: number;
  /** The last read that was answered. */
  readonly lookedAt: number;
}

/** The time that an observer has to begin at all: plans are prepared in two regions, one after the other. */
const BEGINS_WITHIN_SECONDS = 240;
/** After so long a silence a person is told. */
const SILENT_SECONDS = 60;

/** The hearing of an observer, as an invocation before this one has left it in its last slot. */
export function hearingLeft(slot: KeptSlot | undefined, observer: string): Hearing | undefined {
  const left = slot?.heard[observer];
  if (!slot || !left) return undefined;
  const lookedAt = slot.sequence * SLOT_SECONDS * 1000;
  return { sequence: left.sequence, roseAt: lookedAt - left.sinceRoseSeconds * 1000, lookedAt };
}

/**
 * The hearing after a read that has found this newest sequence. One that is found by the first read ever may be of any age, and
 * so may one that has risen while we did not look: it counts from the next time that it rises.
 */
export function hearingAfter(before: Hearing | undefined, newest: number | undefined, at: number): Hearing {
  const sequence = newest ?? 0;
  if (!before) {
    const silentMs = sequence === 0 ? 0 : SILENT_AFTER_SECONDS * 1000;
    return { sequence, roseAt: at - silentMs, lookedAt: at };
  }
  if (sequence <= before.sequence) return { ...before, lookedAt: at };
  const wasLooking = at - before.lookedAt <= SILENT_AFTER_SECONDS * 1000;
  return { sequence, roseAt: wasLooking ? at : before.lookedAt, lookedAt: at };
}

const agedSeconds = (since: number, at: number): number => Math.max(0, Math.round((at - since) / 1000));

/** The hearing as a slot keeps it. */
export const heardOf = ({ sequence, roseAt }: Hearing, at: number): KeptSlot['heard'][string] => ({
  sequence,
  sinceRoseSeconds: agedSeconds(roseAt, at),
});

/** The seconds of silence. One that was never there has time to begin first. */
export function silentSeconds({ sequence, roseAt }: Hearing, at: number): number {
  const seconds = agedSeconds(roseAt, at);
  return sequence === 0 ? Math.max(0, seconds - BEGINS_WITHIN_SECONDS) : seconds;
}

/** The witness's own decision about a plan: whether the standby's region still watches. */
export function decideSilence(hearing: Hearing, standby: string, at: number): Decision {
  if (agedSeconds(hearing.lookedAt, at) >= SILENT_SECONDS)
    return {
      is: 'hold',
      why: 'Guard does not answer the witness: nobody can tell whether the standby’s region watches',
      page: true,
    };
  if (silentSeconds(hearing, at) < SILENT_SECONDS) return { is: 'quiet' };
  return {
    is: 'hold',
    why: `the observer of the standby’s region ${standby} is silent: the plan is not ready`,
    page: true,
  };
}
