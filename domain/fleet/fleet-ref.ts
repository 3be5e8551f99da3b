import * as z from 'zod';
import type { FleetDocumentRef } from '../operation/subject.ts';

/** A fleet in facts; its identity is made like an ARN (`fleetArn`). */
export const fleetRef = z.strictObject({ name: z.string(), home: z.string(), arn: z.string() });

/** The subject of operations about a Fleet document. */
export const toFleetRef = ({ name, region, arn }: FleetDocumentRef): z.infer<typeof fleetRef> => ({
  name,
  home: region,
  arn,
});
