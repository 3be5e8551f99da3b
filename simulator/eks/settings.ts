import type { Region } from '../region.ts';

/** EKS's answers where its sources conflict: the seed decides between them where nothing is set. */
export interface EksDecisions {
  /**
   * Whether UpdateClusterVersion refuses an upgrade for upgrade insights. AWS has switched that on, off and on again
   * (aws/containers-roadmap#2570). A rollback is always held against its own.
   */
  readonly enforcesUpgradeInsights: boolean;
  /**
   * Whether a cluster that AWS upgraded at the end of standard support may be rolled back: the guide says so, and the
   * announcement does not.
   */
  readonly rollsBackForcedUpgrades: boolean;
  /**
   * Whether UpdateNodegroupVersion goes back to an older Kubernetes version: the guide on rollbacks says so, the text
   * of `version` says that it is the group's own or the cluster's.
   */
  readonly rollsBackNodegroups: boolean;
  /**
   * Whether UpdateNodegroupVersion takes releases that are no longer the newest. Users pin old ones, and have been
   * refused (aws/containers-roadmap#1282, eksctl#7976).
   */
  readonly takesOldReleases: boolean;
}

export type EksDecision = keyof EksDecisions;

const DECISIONS: Readonly<Record<EksDecision, string>> = {
  enforcesUpgradeInsights: 'eks/enforces-upgrade-insights',
  rollsBackForcedUpgrades: 'eks/rolls-back-forced-upgrades',
  rollsBackNodegroups: 'eks/rolls-back-nodegroups',
  takesOldReleases: 'eks/takes-old-releases',
};

export function decisionsOf(region: Region, settings: Partial<EksDecisions>): Record<EksDecision, boolean> {
  const drawn = (name: EksDecision) => settings[name] ?? region.kernel.random(DECISIONS[name]).chance(0.5);
  return {
    enforcesUpgradeInsights: drawn('enforcesUpgradeInsights'),
    rollsBackForcedUpgrades: drawn('rollsBackForcedUpgrades'),
    rollsBackNodegroups: drawn('rollsBackNodegroups'),
    takesOldReleases: drawn('takesOldReleases'),
  };
}

/** Settings of EKS in a region that a scenario may change; the defaults are documented by AWS or observed. */
export interface EksSettings extends Partial<EksDecisions> {
  /**
   * The chance that EKS is updating a cluster on its own account when a user asks for an update, while
   * DescribeCluster still says ACTIVE: the user then gets a 409 (aws/containers-roadmap#1500).
   */
  readonly internalUpdateProbability: number;
  /** The same in the half hour after an upgrade, when EKS replaces etcd unseen (containers-roadmap#2677). */
  readonly internalUpdateAfterUpgradeProbability: number;
  /** The chance that a throttled call gets an InvalidRequestException for it. */
  readonly throttledAsInvalidRequestProbability: number;
  /** Ids of zones in which EKS has no room for control planes (EKS guide, "VPC and subnet requirements"). */
  readonly unsupportedZoneIds: readonly string[];
  /** Zones in which Fargate does not run pods (observed: ca-central-1d). */
  readonly zonesWithoutFargate: readonly string[];
  /** The time in which instances must join, or a node group's creation fails (observed: about 20 minutes). */
  readonly nodeJoinTimeoutMs: number;
  /**
   * The time that an update waits for a node to drain or join (EKS guide, managed node update behavior: 15 minutes).
   */
  readonly nodeUpdateTimeoutMs: number;
  /**
   * The time that the deletion of a group waits for a node to drain (EKS guide, "Delete a managed node group": 5
   * minutes).
   */
  readonly nodeDeleteTimeoutMs: number;
  /** The chance that a check of the insights cannot be made and is UNKNOWN (EKS guide, "View cluster insights"). */
  readonly unknownInsightProbability: number;
  /** The state of a key in KMS; by itself every key is enabled. */
  readonly keyState: (keyArn: string) => string | undefined;
  /** Whether KMS has a key of this account and region; by itself EKS takes every key of the right form. */
  readonly keyExists: (keyArn: string) => boolean;
  /** Whether IAM has a user of this account. */
  readonly userExists: (userArn: string) => boolean;
}

export const EKS_SETTINGS: EksSettings = {
  internalUpdateProbability: 0.01,
  internalUpdateAfterUpgradeProbability: 0.1,
  throttledAsInvalidRequestProbability: 0.1,
  unsupportedZoneIds: ['use1-az3', 'usw1-az2', 'cac1-az3'],
  zonesWithoutFargate: ['ca-central-1d'],
  nodeJoinTimeoutMs: 20 * 60_000,
  nodeUpdateTimeoutMs: 15 * 60_000,
  nodeDeleteTimeoutMs: 5 * 60_000,
  unknownInsightProbability: 0.01,
  keyState: () => 'Enabled',
  keyExists: () => true,
  userExists: () => true,
};

/**
 * Default quotas (EKS guide, "View and manage Amazon EKS service quotas"); `region.settings.quotas` overrides
 * them by the same name.
 */
export const EKS_QUOTAS = {
  'eks/clusters': 100,
  'eks/nodegroups-per-cluster': 30,
  'eks/nodes-per-nodegroup': 450,
  'eks/fargate-profiles-per-cluster': 10,
  'eks/selectors-per-fargate-profile': 5,
  'eks/label-pairs-per-selector': 5,
  'eks/security-groups-per-cluster': 4,
  'eks/public-access-cidrs-per-cluster': 40,
  'eks/access-entries-per-cluster': 5000,
  'eks/pod-identity-associations-per-cluster': 5000,
} as const;

export type EksQuota = keyof typeof EKS_QUOTAS;
