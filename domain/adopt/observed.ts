import type { ObservedAccessEntry } from '../decide/access-entry.ts';
import type { ObservedAddon } from '../decide/addon.ts';
import type { ObservedCapability } from '../decide/capability.ts';
import type { ObservedFargateProfile } from '../decide/fargate-profile.ts';
import type { ObservedIdentityProvider } from '../decide/identity-provider.ts';
import type { ObservedCluster } from '../decide/observed-cluster.ts';
import type { ObservedNodegroup } from '../decide/observed-nodegroup.ts';
import type { ObservedPodIdentityAssociation } from '../decide/pod-identity-association.ts';
import type { DescribedSubnet } from '../desired/network-facts.ts';
import type { NotDescribed } from '../registry/registered-cluster.ts';

/** An association with whom it is for; those that an add-on owns are described with the add-on. */
export interface SeenAssociation extends ObservedPodIdentityAssociation {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** A cluster with all that EKS shows of it. */
export interface SeenCluster {
  readonly cluster: ObservedCluster;
  readonly region: string;
  /** The control plane's subnets. */
  readonly subnets: readonly DescribedSubnet[];
  readonly nodeGroups: readonly ObservedNodegroup[];
  readonly fargateProfiles: readonly ObservedFargateProfile[];
  readonly addons: readonly ObservedAddon[];
  readonly accessEntries: readonly ObservedAccessEntry[];
  readonly podIdentityAssociations: readonly SeenAssociation[];
  readonly identityProviders: readonly ObservedIdentityProvider[];
  readonly capabilities: readonly ObservedCapability[];
}

/** Notes what a document cannot say. */
export type Note = (path: string, reason: string) => void;

/** What people tag: AWS, Kubernetes and eks-fleet keep keys of their own. */
export function userTags(tags: Readonly<Record<string, string>> = {}): Record<string, string> | undefined {
  const own = Object.entries(tags).filter(
    ([key]) => !key.startsWith('aws:') && !key.includes('kubernetes.io') && !key.startsWith('eks-fleet.dev/'),
  );
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

export interface Description {
  /** A ClusterConfig document, valid by `parseClusterConfig`. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly notDescribed: readonly NotDescribed[];
}
