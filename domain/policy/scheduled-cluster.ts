import type { ClusterRef } from '../operation/subject.ts';
import type { Level } from '../registry/level.ts';

/** A cluster as schedules are made for it. */
export interface ScheduledCluster {
  readonly cluster: ClusterRef;
  readonly level: Level;
  readonly tags: Readonly<Record<string, string>>;
}
