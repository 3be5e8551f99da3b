import type { ObservedAccessEntry } from '../contents/access-entry/decide.ts';
import type { ObservedAddon } from '../contents/addon/decide.ts';
import type { ObservedCapability } from '../contents/capability/decide.ts';
import type { ObservedFargateProfile } from '../contents/fargate-profile/decide.ts';
import type { ObservedIdentityProvider } from '../contents/identity-provider/decide.ts';
import type { ObservedLogGroup } from '../contents/log-retention/decide.ts';
import type { ObservedNodegroup } from '../contents/node-group/observed.ts';
import type { ObservedPodIdentityAssociation } from '../contents/pod-identity-association/decide.ts';
import type { ObservedPullThroughCacheRule } from '../contents/pull-through-cache-rule/decide.ts';
import type { Change } from '../decide/decision.ts';

/** A cluster's contents as EKS's own API shows them, by kind. */
export interface ObservedByKind {
  readonly accessEntry: ObservedAccessEntry;
  readonly addon: ObservedAddon;
  readonly nodeGroup: ObservedNodegroup;
  readonly fargateProfile: ObservedFargateProfile;
  readonly podIdentityAssociation: ObservedPodIdentityAssociation;
  readonly identityProviderConfig: ObservedIdentityProvider;
  readonly capability: ObservedCapability;
}
export type EksKind = keyof ObservedByKind;

/** The contents of a cluster in EKS's API. */
export interface ContentsPort {
  /**
   * One by its name: an access entry's is the ARN of its principal, an association's its namespace and service account
   * (`shop/cart`). Undefined where there is no such thing, or no such cluster.
   */
  read<Kind extends EksKind>(
    kind: Kind,
    clusterName: string,
    name: string,
  ): Promise<ObservedByKind[Kind] | undefined>;
  /** The names of all of a kind, without associations that an add-on owns; undefined where there is no such cluster. */
  list(kind: EksKind, clusterName: string): Promise<readonly string[] | undefined>;
  /** Versions of an add-on for a Kubernetes version, newest first. */
  addonVersions(addonName: string, kubernetesVersion: string): Promise<readonly string[]>;
  /** Makes one change, as a decider names it. To delete a content that is gone already is no error. */
  change(change: Change, token: string): Promise<void>;
}

/** CloudWatch Logs. */
export interface LogGroupPort {
  logGroup(logGroupName: string): Promise<ObservedLogGroup | undefined>;
  change(change: Change): Promise<void>;
}

/** ECR's pull-through cache. */
export interface PullThroughCachePort {
  rule(ecrRepositoryPrefix: string): Promise<ObservedPullThroughCacheRule | undefined>;
  change(change: Change): Promise<void>;
}
