import * as z from 'zod';
import { level } from '../../domain/registry/level.ts';
import { clusterName, defineEvent, requestMembers } from '../event.ts';

/**
 * A cluster that something else made is to be in the fleet, or one that is in it to be managed at another level.
 * Starts `adopt-cluster`.
 */
export const clusterAdoptionRequested = defineEvent(
  'ClusterAdoptionRequested',
  z.strictObject({
    ...requestMembers,
    /** The cluster's name, as EKS allows it; its region is the bus's own. */
    cluster: clusterName,
    /** `observe` if absent. */
    level: level.optional(),
  }),
);
