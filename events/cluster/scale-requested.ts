import * as z from 'zod';
import { clusterName, defineEvent, requestMembers } from '../event.ts';

/** A size, or a change of the present one: `4`, `"+2"`, `"-1"`. */
const size = z.union([
  z.int().min(0).max(450),
  z.string().regex(/^[+-]\d{1,3}$/, 'a number, or a change such as "+2" or "-1"'),
]);

/** Which groups, and what sizes. Names as eksctl has them; what is not named stays. */
const resizing = z.strictObject({
  /** Groups by name, by the labels that they give their nodes (all must be as given), or all of them. */
  select: z.union([
    z.strictObject({ nodeGroups: z.array(z.string().min(1)).min(1) }),
    z.strictObject({
      labels: z
        .record(z.string().min(1), z.string())
        .refine((labels) => Object.keys(labels).length > 0, 'a label at least'),
    }),
    z.strictObject({ all: z.literal(true) }),
  ]),
  minSize: size.optional(),
  desiredCapacity: size.optional(),
  maxSize: size.optional(),
});

/** The firing that asks: an entry of a Fleet document, and the time for which it was scheduled. */
const firing = z.strictObject({
  fleet: z.string(),
  entry: z.string(),
  /** ISO 8601, as Scheduler writes `<aws.scheduler.scheduled-time>`. */
  scheduledAt: z.iso.datetime({ offset: true }),
});

const members = { ...requestMembers, cluster: clusterName, schedule: firing.optional() };

/** An ISO 8601 time with its offset, after which the former sizes return. */
const until = z.iso.datetime({ offset: true });

/**
 * A cluster's capacity is to change. Its region is the bus's own. Starts `scale-cluster`.
 * Sizes are numbers of nodes.
 */
export const clusterScaleRequested = defineEvent(
  'ClusterScaleRequested',
  z.discriminatedUnion('action', [
    z.strictObject({
      ...members,
      action: z.literal('resize'),
      groups: z.array(resizing).min(1).max(30),
      until: until.optional(),
    }),
    /** To no nodes at all. The control plane stays, and is billed. */
    z.strictObject({ ...members, action: z.literal('hibernate'), until: until.optional() }),
    /** To the sizes from before. */
    z.strictObject({ ...members, action: z.literal('wake') }),
    /** The end of an `until`: what the operation changed goes back. */
    z.strictObject({ ...members, action: z.literal('return'), operationId: z.string() }),
  ]),
);
