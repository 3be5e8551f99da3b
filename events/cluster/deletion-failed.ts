import { clusterFailure } from '../event.ts';

/** A deletion ended with something left; asking again goes on from there. */
export const clusterDeletionFailed = clusterFailure('ClusterDeletionFailed');
