import type { Kernel } from '../kernel/kernel.ts';
import type { ObjectStore } from './api/store.ts';

/** The kernel, store and names that every controller of a cluster uses. */
export interface Surroundings {
  readonly kernel: Kernel;
  readonly durationScale: number;
  /** Names the cluster's random streams. */
  readonly purpose: string;
  readonly store: ObjectStore;
}
