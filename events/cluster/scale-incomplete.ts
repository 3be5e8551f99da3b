import * as z from 'zod';
import { scalingFactMembers } from '../../domain/scale/outcome/fact.ts';
import { defineEvent, factMembers } from '../event.ts';

/** The time of a scaling is up, and its capacity is not there, or not gone: `missing` says of which groups, and why. */
export const clusterScaleIncomplete = defineEvent(
  'ClusterScaleIncomplete',
  z.strictObject({
    ...factMembers,
    action: z.enum(['resize', 'hibernate', 'wake', 'return']),
    ...scalingFactMembers,
  }),
);
