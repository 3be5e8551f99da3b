import type { Nodes } from '../controllers/nodes.ts';
import type { Workloads } from '../controllers/workloads.ts';
import type { ObjectStore } from './store.ts';

/** The parts of a cluster that its API server reads and changes. */
export interface ServedCluster {
  readonly store: ObjectStore;
  readonly workloads: Workloads;
  readonly nodes: Nodes;
  /** Whether NodePools and NodeClaims are served: Karpenter's definitions are installed, or Auto Mode has been on. */
  readonly servesKarpenter: boolean;
  /** AWS refuses to have its own NodePools changed, or puts them back: the guide only says that it cannot be done. */
  readonly refusesBuiltInChanges: boolean;
}
