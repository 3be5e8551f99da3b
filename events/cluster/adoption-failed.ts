import { clusterFailure } from '../event.ts';

/** An adoption ended without the fleet having the cluster; nothing of the cluster was touched. */
export const clusterAdoptionFailed = clusterFailure('ClusterAdoptionFailed');
