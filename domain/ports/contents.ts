import type { ObservedAccessEntry } from '../decide/access-entry.ts';
import type { ObservedAddon } from '../decide/addon.ts';
import type { ObservedCapability } from '../decide/capability.ts';
import type { ObservedFargateProfile } from '../decide/fargate-profile.ts';
import type { ObservedIdentityProvider } from '../decide/identity-provider.ts';
import type { ObservedNodegroup } from '../decide/observed-nodegroup.ts';
import type { ObservedPodIdentityAssociation } from '../decide/pod-identity-association.ts';
import type { ObservedLogGroup, ObservedPullThroughCacheRule } from '../decide/small-resources.ts';

/** What belongs to a cluster in EKS's API. Each answers undefined where there is no such thing. */
export interface ContentsPort {
  accessEntry(clusterName: string, principalArn: string): Promise<ObservedAccessEntry | undefined>;
  addon(clusterName: string, addonName: string): Promise<ObservedAddon | undefined>;
  nodeGroup(clusterName: string, nodegroupName: string): Promise<ObservedNodegroup | undefined>;
  fargateProfile(
    clusterName: string,
    fargateProfileName: string,
  ): Promise<ObservedFargateProfile | undefined>;
  podIdentityAssociation(
    clusterName: string,
    namespace: string,
    serviceAccount: string,
  ): Promise<ObservedPodIdentityAssociation | undefined>;
  identityProvider(clusterName: string, name: string): Promise<ObservedIdentityProvider | undefined>;
  capability(clusterName: string, capabilityName: string): Promise<ObservedCapability | undefined>;
  /** Versions of an add-on for a Kubernetes version, newest first. */
  addonVersions(addonName: string, kubernetesVersion: string): Promise<readonly string[]>;
  change(change: { readonly operation: string; readonly request: unknown }, token: string): Promise<void>;
}

/** CloudWatch Logs. */
export interface LogGroupPort {
  logGroup(logGroupName: string): Promise<ObservedLogGroup | undefined>;
  create(logGroupName: string): Promise<void>;
  putRetention(request: { readonly logGroupName: string; readonly retentionInDays: number }): Promise<void>;
}

/** ECR's pull-through cache. */
export interface PullThroughCachePort {
  rule(ecrRepositoryPrefix: string): Promise<ObservedPullThroughCacheRule | undefined>;
  change(change: { readonly operation: string; readonly request: unknown }): Promise<void>;
}
