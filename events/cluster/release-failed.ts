import { clusterFailure } from '../event.ts';

/** A release ended before the fleet had forgotten the cluster; asking again goes on. */
export const clusterReleaseFailed = clusterFailure('ClusterReleaseFailed');
