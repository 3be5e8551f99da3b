import * as z from 'zod';
import { resizing } from '../policy/resizing.ts';

/** The firing that asks: an entry of a Fleet document, and the time for which it was scheduled. */
export const firing = z.strictObject({
  fleet: z.string(),
  entry: z.string(),
  /** ISO 8601, as Scheduler writes `<aws.scheduler.scheduled-time>`. */
  scheduledAt: z.iso.datetime({ offset: true }),
});
export type Firing = z.output<typeof firing>;

/** An ISO 8601 time with its offset, after which the former sizes return. */
export const until = z.iso.datetime({ offset: true });

/** Changes of a cluster's capacity, by `action`, beside the members that every request has. */
export const scalingActions = [
  z.strictObject({
    action: z.literal('resize'),
    groups: z.array(resizing).min(1).max(30),
    until: until.optional(),
  }),
  /** To no nodes at all. The control plane stays, and is billed. */
  z.strictObject({ action: z.literal('hibernate'), until: until.optional() }),
  /** To the sizes from before. */
  z.strictObject({ action: z.literal('wake') }),
  /** The end of an `until`: the sizes that the operation changed go back. */
  z.strictObject({ action: z.literal('return'), operationId: z.string() }),
] as const;
export type ScalingAction = z.output<(typeof scalingActions)[number]>;

/** A request to scale as its operation keeps it. */
export type ScalingRequest = ScalingAction & {
  /** Absent where a person asks, or an `until` ends. */
  readonly schedule?: Firing | undefined;
  /** True where the entry says that its firing goes over a person's change. */
  readonly overridesManualChanges?: boolean | undefined;
  /** The seconds that the capacity may take, where the entry says it. */
  readonly deadlineSeconds?: number | undefined;
  /** The fewest nodes that a firing may bring a group to, and the failover plan that says so. */
  readonly floor?: { readonly plan: string; readonly nodes: number } | undefined;
};
