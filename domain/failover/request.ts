import * as z from 'zod';
import type { Evidence } from './evidence.ts';
import { type ObserverSeen, SLOT_SECONDS, type Slot } from './votes.ts';

/** A sequence is the number of its slot by its observer's clock: one that is further from the reader's own is not of now. */
const CLOCKS_DIFFER_SECONDS = 60;

/** Things that an observer had read as it raised a question, so that who decides can tell how old a vote is. */
export const raised = z.strictObject({
  /** ISO 8601, by the observer's clock. */
  at: z.iso.datetime(),
  /** By observer's region: the newest sequence, and for how long it had not risen. */
  heard: z.record(z.string(), z.strictObject({ sequence: z.int(), sinceRoseSeconds: z.number().min(0) })),
});
export type Raised = z.output<typeof raised>;

/** A request to move a plan, as it was validated. */
export interface FailoverRequest {
  readonly plan: string;
  /** The document that has the plan. */
  readonly fleet: string;
  readonly to: 'standby' | 'primary';
  /** Both sides are well, and the one that serves is asked to stop first. */
  readonly planned: boolean;
  /** The epoch of Guard's item that it was decided on. */
  readonly epoch: number;
  /** Of the plan that it was decided on. */
  readonly generation: string;
  /** ISO 8601: when the question was raised; of a person's request, when it was put. */
  readonly raisedAt: string;
  /** The decider's reason, of an automatic one. */
  readonly why?: string;
  /** The votes that it was decided on, or that stood when a person asked; absent where Guard did not give them. */
  readonly evidence?: Evidence;
}

/**
 * An observer as who decides sees it afresh: the reader's own clock has run since the question was raised, and a sequence
 * that has risen since has risen now. One that the question says nothing of was never heard of, and neither was one whose slots
 * are not of now by the reader's clock, whatever the question says: anybody may put one who may put events.
 */
export function seenAfresh(
  slots: readonly Slot[],
  observer: string,
  { at: raisedAt, heard }: Raised,
  at: string,
): ObserverSeen {
  const known = heard[observer];
  if (!known) return { slots };
  const newest = Math.max(...slots.map(({ sequence }) => sequence));
  const awaySeconds = Math.abs(Date.parse(at) / 1000 - newest * SLOT_SECONDS);
  if (!(awaySeconds <= CLOCKS_DIFFER_SECONDS)) return { slots };
  if (newest > known.sequence) return { slots, sinceRoseSeconds: 0 };
  const sinceRaised = Math.max(0, (Date.parse(at) - Date.parse(raisedAt)) / 1000);
  return { slots, sinceRoseSeconds: known.sinceRoseSeconds + sinceRaised };
}
