import type { ScalableGroup } from '../scale/group.ts';

/** The node groups of clusters: managed ones from EKS, all of them from Auto Scaling. */
export interface NodeGroupsPort {
  /** Every group of the cluster, by name; labels of self-managed ones are empty, since only a document knows them. */
  groups(clusterName: string): Promise<readonly ScalableGroup[]>;
  hasFargateProfiles(clusterName: string): Promise<boolean>;
  /** Makes one change, as a decider names it; `token` makes a repeated request of EKS's the same request. */
  change(change: { readonly operation: string; readonly request: unknown }, token: string): Promise<void>;
}
