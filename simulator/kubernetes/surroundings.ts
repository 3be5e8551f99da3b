import type { Kernel } from '../kernel/kernel.ts';
import type { ObjectStore } from './api/store.ts';

/** What every controller of a cluster works with. */
export interface Surroundings {
  readonly kernel: Kernel;
  readonly durationScale: number;
  /** Names the cluster's random streams. */
  readonly purpose: string;
  readonly store: ObjectStore;
}
