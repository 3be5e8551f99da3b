import * as z from 'zod';
import { scalingFactMembers } from '../../domain/scale/outcome/fact.ts';
import { defineEvent, factMembers } from '../event.ts';

/** A cluster has no nodes any more; its sizes are remembered. */
export const clusterHibernated = defineEvent(
  'ClusterHibernated',
  z.strictObject({
    ...factMembers,
    ...scalingFactMembers,
    /** Goes on costing, asleep or awake. */
    controlPlane: z.strictObject({
      kubernetesVersion: z.string(),
      isExtendedSupport: z.boolean(),
      usdPerMonth: z.number(),
      /** The same as a sentence. */
      says: z.string(),
    }),
  }),
);
