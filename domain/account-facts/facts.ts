import type { DescribedSubnet } from '../desired/network/facts.ts';
import type { Answer } from './answer.ts';
import type { InstanceTypeFacts, OfferedInstanceTypes } from './instance-type-facts.ts';
import type { QuotaName } from './quotas.ts';

/** Values by name or id; one that is not there is absent. */
export type ByName<Value> = Readonly<Record<string, Value>>;

/** As DescribeClusterVersions tells it, without the versions that are past extended support. */
export interface OfferedKubernetesVersion {
  readonly version: string;
  readonly isDefault: boolean;
  readonly isExtended: boolean;
}

/** One version of an add-on that serves the Kubernetes version that was asked for (DescribeAddonVersions). */
export interface OfferedAddonVersion {
  readonly version: string;
  readonly isDefault: boolean;
  /** `amd64`, `arm64`. */
  readonly architectures: readonly string[];
  readonly requiresIamPermissions: boolean;
}

/** DescribeAddonConfiguration's answer about one version. */
export interface AddonConfiguration {
  /** The JSON schema of configuration values, as text. */
  readonly schema?: string;
  /** The service accounts that call AWS, with the policies that AWS recommends for them. */
  readonly serviceAccounts: readonly {
    readonly serviceAccount: string;
    readonly recommendedManagedPolicies: readonly string[];
  }[];
}

export interface ZoneFacts {
  readonly zone: string;
  readonly type: string;
  readonly isUsable: boolean;
}

export interface RoleFacts {
  readonly arn: string;
  /** Service principals that its trust policy lets assume it. */
  readonly services: readonly string[];
  readonly trustsFederated: boolean;
  readonly managedPolicies: readonly string[];
}

export interface KeyFacts {
  readonly arn: string;
  readonly state: string;
  readonly usage: string;
  readonly spec: string;
}

export interface ImageFacts {
  readonly state: string;
  /** `x86_64`, `arm64`. */
  readonly architecture: string;
  readonly isWindows: boolean;
}

export interface LaunchTemplateFacts {
  readonly marketType?: string;
  readonly instanceType?: string;
  readonly imageId?: string;
}

/** All that AWS was asked for one document, before anything is changed. */
export interface AccountFacts {
  /** The Kubernetes version that add-ons were asked for. */
  readonly kubernetesVersion?: string;
  readonly kubernetesVersions: Answer<readonly OfferedKubernetesVersion[]>;
  /** Newest first. */
  readonly addons: Answer<ByName<readonly OfferedAddonVersion[]>>;
  readonly addonConfigurations: Answer<ByName<AddonConfiguration>>;
  /** ARNs of the access policies that EKS has. */
  readonly accessPolicies: Answer<readonly string[]>;
  readonly zones: Answer<readonly ZoneFacts[]>;
  readonly instanceTypes: Answer<ByName<InstanceTypeFacts>>;
  /** The types that were asked for and all others of their families, so that the one that was meant can be named. */
  readonly offered: Answer<OfferedInstanceTypes>;
  readonly subnets: Answer<ByName<DescribedSubnet>>;
  /** The given VPC's IPv4 blocks; `undefined` where there is no such VPC, or none is given. */
  readonly vpcCidrs: Answer<readonly string[] | undefined>;
  /** The subnets from which a route leads to an internet gateway. */
  readonly openSubnets: Answer<readonly string[]>;
  /** The VPC of each security group. */
  readonly securityGroups: Answer<ByName<string>>;
  readonly keyPairs: Answer<readonly string[]>;
  readonly placementGroups: Answer<readonly string[]>;
  readonly images: Answer<ByName<ImageFacts>>;
  /** The public parameters of images that are there. */
  readonly imageParameters: Answer<readonly string[]>;
  /** By `id` and by `id:version`. */
  readonly launchTemplates: Answer<ByName<LaunchTemplateFacts>>;
  /** The image that each self-managed group of the fleet starts its nodes from by now, by its name. */
  readonly groupImages: Answer<ByName<string>>;
  /** By ARN: each may be denied by itself. */
  readonly roles: ByName<Answer<RoleFacts | undefined>>;
  readonly policies: ByName<Answer<boolean>>;
  /** The roles in each instance profile. */
  readonly instanceProfiles: ByName<Answer<readonly string[] | undefined>>;
  readonly keys: ByName<Answer<KeyFacts | undefined>>;
  /** The account's quotas; AWS's default where the account has no value of its own. */
  readonly quotas: Readonly<Partial<Record<QuotaName, Answer<number | undefined>>>>;
  /** The number of resources that count toward those quotas, without the cluster's own. */
  readonly counts: Readonly<Record<'clusters' | 'vpcs' | 'addresses', Answer<number>>>;
}
