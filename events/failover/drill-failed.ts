import { clusterFailure } from '../event.ts';

/** A drill was ended in the middle, or the standby could not be put back as it was: the reason says which. */
export const failoverDrillFailed = clusterFailure('FailoverDrillFailed');
