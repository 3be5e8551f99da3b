import * as z from 'zod';
import { firing, scalingActions } from '../../domain/scale/request.ts';
import { clusterName, defineEvent, requestMembers } from '../event.ts';

const members = { ...requestMembers, cluster: clusterName, schedule: firing.optional() };
const [resize, hibernate, wake, goBack] = scalingActions;

/**
 * A cluster's capacity is to change. Its region is the bus's own. Starts `scale-cluster`.
 * Sizes are numbers of nodes.
 */
export const clusterScaleRequested = defineEvent(
  'ClusterScaleRequested',
  z.discriminatedUnion('action', [
    resize.extend(members),
    hibernate.extend(members),
    wake.extend(members),
    goBack.extend(members),
  ]),
);
