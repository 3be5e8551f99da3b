import * as z from 'zod';

/** What an observer had read as it raised a question, so that who decides can tell how old a vote is. */
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
  readonly fleet: string;
  readonly to: 'standby' | 'primary';
  readonly planned: boolean;
  readonly raised?: Raised;
  /** The decider's reason, of an automatic one; the person's is with every request. */
  readonly why?: string;
  /** The epoch of Guard's item that it was decided on. */
  readonly epoch: number;
}
