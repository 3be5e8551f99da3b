import { type ClusterConfig, hasGivenNetwork } from '../cluster-config/config.ts';
import type { Account } from '../desired/account.ts';
import { needsPermissions } from './addon-permissions.ts';
import { placedGroups } from './groups.ts';
import { policyUses, roleUses } from './identities.ts';
import {
  type NamedThing,
  namedAccessPolicies,
  namedImageParameters,
  namedImages,
  namedInstanceProfiles,
  namedKeyPairs,
  namedKeys,
  namedLaunchTemplates,
  namedPlacementGroups,
  namedSecurityGroups,
  namedSubnetIds,
} from './named.ts';
import { type CountsWanted, countsWanted, type QuotaName, quotasWanted } from './quotas.ts';

/** The questions to AWS that a document raises, each once. */
export interface FactsWanted {
  /** The cluster's own where it is newer; absent for the one that EKS chooses. */
  readonly kubernetesVersion?: string;
  readonly addons: readonly {
    readonly name: string;
    readonly version?: string;
    /**
     * True where the add-on's configuration schema is needed, and the service accounts that AWS recommends roles for.
     */
    readonly configuration: boolean;
  }[];
  readonly needsAccessPolicies: boolean;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
  /** The VPC that the document names; absent where we make it, or where only its subnets are named. */
  readonly vpcId?: string;
  readonly needsVpc: boolean;
  readonly securityGroupIds: readonly string[];
  readonly keyPairs: readonly string[];
  readonly placementGroups: readonly string[];
  readonly imageIds: readonly string[];
  readonly launchTemplates: readonly string[];
  /** The cluster whose self-managed groups are asked for their images; absent where there can be none. */
  readonly imagesOf?: string;
  /** SSM's public parameters of images, which follow from the Kubernetes version and the instance types. */
  readonly imageParameters: (
    kubernetesVersion: string,
    instanceTypes: Account['instanceTypes'],
  ) => readonly string[];
  /** ARNs of this account. */
  readonly roles: readonly string[];
  /** ARNs of this account, and of AWS. */
  readonly policies: readonly string[];
  readonly instanceProfiles: readonly string[];
  /** Ids, aliases and ARNs of this region. */
  readonly keys: readonly string[];
  readonly quotas: readonly QuotaName[];
  readonly counts: CountsWanted;
}

export interface Where {
  readonly accountId: string;
  readonly region: string;
}

/**
 * The greatest number of identities and keys that are asked for, one by one. IAM answers an account some tens of
 * calls a second; a document that names thousands must not take all of them.
 */
export const ASKED_AT_MOST = 100;

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
const idsOf = (things: readonly NamedThing[]): readonly string[] => unique(things.map(({ id }) => id));

/**
 * True for identities of this account. AWS tells nobody of those of other accounts, and EKS itself refuses to pass
 * their roles on.
 */
const isOurs = (arn: string, { accountId }: Where): boolean => arn.includes(`:${accountId}:`);
const isAwsOwned = (arn: string): boolean => arn.includes(':iam::aws:');
const isKeyHere = (id: string, { region, accountId }: Where): boolean =>
  !id.startsWith('arn:') || (id.split(':')[3] === region && isOurs(id, { region, accountId }));

/** `clusterVersion` is that of a cluster that is there: its add-ons are of its version, whatever the file says. */
export function factsWanted(config: ClusterConfig, where: Where, clusterVersion?: string): FactsWanted {
  const kubernetesVersion = clusterVersion ?? config.metadata.version;
  return {
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    addons: config.addons.map((addon) => ({
      name: addon.name.toLowerCase(),
      ...(addon.version === undefined ? {} : { version: addon.version }),
      configuration: addon.configurationValues !== undefined || needsPermissions(config, addon),
    })),
    needsAccessPolicies: namedAccessPolicies(config).length > 0,
    instanceTypes: unique(placedGroups(config).flatMap(({ instanceTypes }) => instanceTypes)),
    subnetIds: idsOf(namedSubnetIds(config)),
    ...(config.vpc?.id === undefined ? {} : { vpcId: config.vpc.id }),
    needsVpc: hasGivenNetwork(config),
    securityGroupIds: idsOf(namedSecurityGroups(config)),
    keyPairs: idsOf(namedKeyPairs(config)),
    placementGroups: idsOf(namedPlacementGroups(config)),
    imageIds: idsOf(namedImages(config)),
    launchTemplates: idsOf(namedLaunchTemplates(config)),
    ...(clusterVersion !== undefined && config.nodeGroups.length > 0
      ? { imagesOf: config.metadata.name }
      : {}),
    imageParameters: (version, kinds) => idsOf(namedImageParameters(config, version, kinds)),
    roles: unique(roleUses(config).map(({ arn }) => arn))
      .filter((arn) => isOurs(arn, where))
      .slice(0, ASKED_AT_MOST),
    policies: unique(policyUses(config).map(({ arn }) => arn))
      .filter((arn) => isAwsOwned(arn) || isOurs(arn, where))
      .slice(0, ASKED_AT_MOST),
    instanceProfiles: idsOf(namedInstanceProfiles(config))
      .filter((arn) => isOurs(arn, where))
      .slice(0, ASKED_AT_MOST),
    keys: idsOf(namedKeys(config))
      .filter((id) => isKeyHere(id, where))
      .slice(0, ASKED_AT_MOST),
    quotas: quotasWanted(config, clusterVersion === undefined),
    counts: countsWanted(config, clusterVersion === undefined),
  };
}
