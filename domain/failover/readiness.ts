import * as z from 'zod';

/** The last look at whether a plan's standby could take over. */
export interface Readiness {
  /** ISO 8601. */
  readonly at: string;
  /** Things that stand in the way, each in one sentence; none: the plan is ready. */
  readonly unready: readonly string[];
  /** Things that people should know, and that keep no failover back; none of a record of an earlier release. */
  readonly warnings?: readonly string[];
  /** The time at which the document that brought the plan was kept; a record of an earlier release does not say. */
  readonly since?: string;
  /** The first time at which nothing stood in the way. */
  readonly readyAt?: string;
  /** The time at which people were told that it was never ready. */
  readonly toldLateAt?: string;
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
  /** Things that people should know, and that keep no failover back. */
  warnings: z.array(z.string()).optional(),
});

/** A look that is older than this says nothing any more: there is one each quarter of an hour. */
export const LOOK_MAX_AGE_MS = 3_600_000;

/** The reasons that keep a standby from taking over by itself. That nobody has looked is one. */
export function unreadyBy(readiness: Readiness | undefined, at: number): readonly string[] {
  if (!readiness) return ['nobody has looked at its readiness yet'];
  if (at - Date.parse(readiness.at) > LOOK_MAX_AGE_MS)
    return [`nobody has looked at its readiness since ${readiness.at}`];
  return readiness.unready;
}
