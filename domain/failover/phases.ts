import * as z from 'zod';

/** The times of a move, ISO 8601, in their order. */
export const moveTimes = z.strictObject({
  claimedAt: z.string(),
  fencedAt: z.string(),
  /** Hooks before traffic are done, and the floor of the capacity is there. */
  readyAt: z.string(),
  /** The word was said, or the user's hook has moved traffic. */
  movedAt: z.string(),
  /** Name servers and the site itself say so. */
  servedAt: z.string(),
});
export type MoveTimes = z.output<typeof moveTimes>;

/** A phase of a move and how long it took. */
export const movePhase = z.strictObject({ name: z.string(), seconds: z.number() });
export type MovePhase = z.output<typeof movePhase>;

const seconds = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 100) / 10);

/** The phases of a move, from the question to the first served request. */
export const phasesOf = (
  { raisedAt }: { readonly raisedAt: string },
  { claimedAt, fencedAt, readyAt, movedAt, servedAt }: MoveTimes,
): readonly MovePhase[] => [
  { name: 'claim', seconds: seconds(raisedAt, claimedAt) },
  { name: 'fence', seconds: seconds(claimedAt, fencedAt) },
  { name: 'capacity', seconds: seconds(fencedAt, readyAt) },
  { name: 'traffic', seconds: seconds(readyAt, movedAt) },
  { name: 'verify', seconds: seconds(movedAt, servedAt) },
];
