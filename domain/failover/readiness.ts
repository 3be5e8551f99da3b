import * as z from 'zod';

/** The last look at whether a plan's standby could take over. */
export interface Readiness {
  /** ISO 8601. */
  readonly at: string;
  /** Things that stand in the way, each in one sentence; none: the plan is ready. */
  readonly unready: readonly string[];
}

/** The news of a plan's readiness. */
export const readinessFact = z.strictObject({
  plan: z.string(),
  fleet: z.string(),
  /** The standby's region, which has looked. */
  region: z.string(),
  ready: z.boolean(),
  /** Sentences that are new, and those that are true no more. */
  broke: z.array(z.string()),
  mended: z.array(z.string()),
  /** All that stands in the way now. */
  unready: z.array(z.string()),
});
export type ReadinessFact = z.output<typeof readinessFact>;
