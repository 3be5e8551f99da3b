import type { Account } from './account.ts';
import type { NetworkFacts } from './network/facts.ts';

/** The cluster as it is once it is ACTIVE. */
export interface ClusterFacts {
  readonly endpoint: string;
  /** Base64, as `certificateAuthority.data`. */
  readonly certificateAuthority: string;
  /** `serviceIpv4Cidr`, or `serviceIpv6Cidr` of an IPv6 cluster. */
  readonly serviceCidr: string;
  readonly clusterSecurityGroupId: string;
  /** `identity.oidc.issuer`. */
  readonly oidcIssuer: string;
  readonly version: string;
}

/** All that is known when the contents of a cluster are planned. */
export interface ContentFacts {
  readonly account: Account;
  readonly network: NetworkFacts;
  /** The IPv4 blocks that the machines of the network speak from. */
  readonly networkCidrs: readonly string[];
  readonly cluster: ClusterFacts;
  /** Outputs of content stacks that are complete, by the stack's key. */
  readonly stackOutputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Versions of add-ons for this cluster, newest first (DescribeAddonVersions), for those in `addonsToLookUp`. */
  readonly addonVersions?: Readonly<Record<string, readonly string[]>>;
  /** The image that groups with one in their launch template have by now, by name. */
  readonly images?: Readonly<Record<string, string>>;
  /** True where the cluster sleeps: then its groups keep the sizes that they have. */
  readonly isAsleep?: boolean;
}
