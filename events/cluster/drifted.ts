import * as z from 'zod';
import { difference } from '../../domain/drift/differences.ts';
import { defineEvent } from '../event.ts';

/** A cluster is not as its document says, in another way than was last told. Nothing was changed. */
export const clusterDrifted = defineEvent(
  'ClusterDrifted',
  z.strictObject({
    version: z.literal('1'),
    cluster: z.strictObject({ name: z.string(), region: z.string(), arn: z.string() }),
    differences: z.array(difference).min(1),
    /** The number of differences beyond those named here. */
    more: z.int().min(0),
  }),
);
