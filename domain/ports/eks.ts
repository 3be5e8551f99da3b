import type { ObservedCluster } from '../decide/observed-cluster.ts';

/** A cluster with the members that only exist once it is ACTIVE. */
export interface DescribedCluster extends ObservedCluster {
  readonly endpoint?: string;
  readonly certificateAuthority?: string;
  readonly oidcIssuer?: string;
}

/** An update of a cluster, or of one of its add-ons or node groups, as EKS tells of it. */
export interface ObservedUpdate {
  readonly id: string;
  /** `VersionUpdate`, `VersionRollback`, `AddonUpdate`, … */
  readonly type: string;
  readonly status: 'InProgress' | 'Failed' | 'Cancelled' | 'Successful';
  /** ISO 8601. */
  readonly createdAt: string;
  /** By name: `Version`, `ReleaseVersion`, `AddonVersion`. */
  readonly params: Readonly<Record<string, string>>;
  /** The reason why it failed, in EKS's words; empty where it did not. */
  readonly reason: string;
  /** The same by code, with the resources that each is about: nodes, subnets. */
  readonly errors: readonly { readonly code: string; readonly resourceIds: readonly string[] }[];
}

/** A content whose updates are meant, and not those of its cluster. */
export interface UpdatesOf {
  readonly addonName?: string;
  readonly nodegroupName?: string;
}

/** The EKS control plane's API. */
export interface EksPort {
  describeCluster(name: string): Promise<DescribedCluster | undefined>;
  /** The reason why the newest update of the cluster since then (ISO 8601) failed, if it did. */
  failedUpdate(name: string, since: string): Promise<string | undefined>;
  /** The updates that EKS still tells of, the newest first: of the cluster, or of one content. */
  updates(name: string, of?: UpdatesOf): Promise<readonly ObservedUpdate[]>;
  /** Makes one change; `token` makes a repeated request the same request, where the operation takes one. */
  change(change: { readonly operation: string; readonly request: unknown }, token: string): Promise<void>;
  /**
   * As `change` of UpdateClusterVersion: answers EKS's words where its insights stand in the way, and it was not told to
   * go past them.
   */
  changeVersion(
    change: { readonly operation: string; readonly request: unknown },
    token: string,
  ): Promise<{ readonly blocked: string } | undefined>;
}
