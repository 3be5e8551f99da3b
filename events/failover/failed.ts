import { clusterFailure } from '../event.ts';

/** A plan could not be moved, or not to its end: the step and the reason say how far it came. */
export const failoverFailed = clusterFailure('FailoverFailed');
