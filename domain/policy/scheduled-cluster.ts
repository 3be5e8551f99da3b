import type { ClusterRef } from '../operation/operation.ts';
import type { Level } from '../registry/registered-cluster.ts';

/** A cluster as schedules are made for it. */
export interface ScheduledCluster {
  readonly cluster: ClusterRef;
  readonly level: Level;
  readonly tags: Readonly<Record<string, string>>;
}
