import { clusterFailure } from '../event.ts';

/** A drill was ended by a more urgent operation of its cluster, a failover most often, which keeps what it has raised. */
export const failoverDrillSuperseded = clusterFailure('FailoverDrillSuperseded');
