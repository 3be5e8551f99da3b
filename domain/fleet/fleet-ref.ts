import * as z from 'zod';
import type { ClusterRef } from '../operation/operation.ts';

/** A fleet in facts; its identity is made like an ARN (`fleetArn`). */
export const fleetRef = z.strictObject({ name: z.string(), home: z.string(), arn: z.string() });

/** An operation about a Fleet document carries it where others carry their cluster. */
export const toFleetRef = ({ name, region, arn }: ClusterRef): z.infer<typeof fleetRef> => ({
  name,
  home: region,
  arn,
});
