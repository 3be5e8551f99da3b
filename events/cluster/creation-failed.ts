import { clusterFailure } from '../event.ts';

/** A creation ended before the cluster was as its document says. Its resources stay, and applying again resumes. */
export const clusterCreationFailed = clusterFailure('ClusterCreationFailed');
