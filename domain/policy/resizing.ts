import * as z from 'zod';
import type { CheckParams } from '../cluster-config/schema/fields.ts';

/** The most nodes that EKS puts into one managed group (EKS user guide, "Service quotas"). */
export const NODES_MAX = 450;

/** A size, or a change of the present one: `4`, `"+2"`, `"-1"`. */
const size = z.union([
  z.int().min(0).max(NODES_MAX),
  z
    .string()
    .regex(/^[+-]\d{1,3}$/, 'a number, or a change such as "+2" or "-1"')
    .describe('a change such as "+2" or "-1"'),
]);

/** Numbers of nodes, in eksctl's names; a number that is absent stays. */
export const sizes = {
  minSize: size.optional(),
  desiredCapacity: size.optional(),
  maxSize: size.optional(),
};

/** Groups by name, by the labels that they give their nodes (all must be as given), or all of them. */
export const groupSelection = z.union([
  z.strictObject({ nodeGroups: z.array(z.string().min(1)).min(1) }),
  z.strictObject({
    labels: z.record(z.string().min(1), z.string()).refine((labels) => Object.keys(labels).length > 0, {
      error: 'no label is given',
      params: { allowed: 'a label at least' } satisfies CheckParams,
    }),
  }),
  z.strictObject({ all: z.literal(true) }),
]);

/** The groups that are resized, and their new sizes. */
export const resizing = z.strictObject({ select: groupSelection, ...sizes });
export type Resizing = z.infer<typeof resizing>;
