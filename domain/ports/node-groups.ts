import type { ResizableGroup, ScalableGroup } from '../scale/groups/group.ts';

/** A group that an earlier look has found. */
export type NamedGroup = Pick<ScalableGroup, 'key' | 'kind' | 'name'>;

/** The node groups of clusters: managed ones from EKS, all of them from Auto Scaling. */
export interface NodeGroupsPort {
  /**
   * Every group of the cluster, by name, or where `among` is given, those of them that there are; labels of self-managed
   * ones are empty, since only a document knows them.
   */
  groups(clusterName: string, among?: readonly NamedGroup[]): Promise<readonly ScalableGroup[]>;
  /** One of them, without the instances in it; undefined where it is gone. */
  sizesOf(clusterName: string, group: NamedGroup): Promise<ResizableGroup | undefined>;
  /** The same groups, and why launches failed lately in those that lack instances, added to their issues. */
  withFailedLaunches(groups: readonly ScalableGroup[]): Promise<readonly ScalableGroup[]>;
  hasFargateProfiles(clusterName: string): Promise<boolean>;
  /** Makes one change, as a decider names it; `token` makes a repeated request of EKS's the same request. */
  change(change: { readonly operation: string; readonly request: unknown }, token: string): Promise<void>;
}
