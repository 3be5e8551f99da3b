import { clusterFailure } from '../event.ts';

/** A scaling failed; the groups are as they were left, and the lease is free. */
export const clusterScaleFailed = clusterFailure('ClusterScaleFailed');
