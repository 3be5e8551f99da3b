import type { ObservedCluster } from '../decide/observed-cluster.ts';

/** A cluster with the members that only exist once it is ACTIVE. */
export interface DescribedCluster extends ObservedCluster {
  readonly endpoint?: string;
  readonly certificateAuthority?: string;
  readonly oidcIssuer?: string;
}

/** The EKS control plane's API. */
export interface EksPort {
  describeCluster(name: string): Promise<DescribedCluster | undefined>;
  /** The reason why the newest update of the cluster since then (ISO 8601) failed, if it did. */
  failedUpdate(name: string, since: string): Promise<string | undefined>;
  /** Makes one change; `token` makes a repeated request the same request, where the operation takes one. */
  change(change: { readonly operation: string; readonly request: unknown }, token: string): Promise<void>;
}
