import { clusterFailure } from '../event.ts';

/** An upgrade or a rollback failed; the cluster is as it was left, and the lease is free. */
export const clusterUpgradeFailed = clusterFailure('ClusterUpgradeFailed');
