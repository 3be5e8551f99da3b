import type { KubernetesAccess } from '../access/kubernetes-access.ts';
import type { ClusterRef } from '../operation/subject.ts';
import type { ScheduledCluster } from '../policy/scheduled-cluster.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';

export interface RegistryPage {
  readonly clusters: readonly ClusterRef[];
  /** The beginning of the next page; empty after the last. */
  readonly next: string;
}

export interface ScheduledPage {
  readonly clusters: readonly ScheduledCluster[];
  /** As of `RegistryPage`. */
  readonly next: string;
}

/** The clusters that the fleet has. Never used to decide who may act: leases are for that. */
export interface RegistryPort {
  /** Strongly consistent within the region. */
  read(clusterArn: string): Promise<RegisteredCluster | undefined>;
  /** Writes the cluster as it is given, over any that was there. */
  register(cluster: RegisteredCluster): Promise<void>;
  /**
   * Writes the state of the fleet's access to its Kubernetes API over the former one; the cluster itself need not be
   * on record yet.
   */
  recordAccess(clusterArn: string, access: KubernetesAccess): Promise<void>;
  /** Forgets it; one that is not there is no error. */
  unregister(cluster: ClusterRef): Promise<void>;
  /** The clusters of a region by name, a page at a time. */
  list(region: string, from: string, limit: number): Promise<RegistryPage>;
  /** The same page, with each cluster's level and tags. */
  listScheduled(region: string, from: string, limit: number): Promise<ScheduledPage>;
  /** The mark of what was told of the end of its support; undefined where nothing was. */
  toldSupport(clusterArn: string): Promise<string | undefined>;
  /** Remembers that mark, over the former one. */
  recordToldSupport(clusterArn: string, mark: string): Promise<void>;
  /** Records which differences were published, unless the document has been written anew since. */
  recordDrift(clusterArn: string, writtenBy: string, digest: string): Promise<void>;
}
