import type { ClusterConfigDocument } from './schema/cluster-config.ts';

type Element<List> = List extends readonly (infer Item)[] ? Item : never;
type Member<Name extends keyof ClusterConfigDocument> = NonNullable<ClusterConfigDocument[Name]>;
type With<Type, Names extends keyof Type> = Type & { [Name in Names]-?: NonNullable<Type[Name]> };

type Sized = 'amiFamily' | 'minSize' | 'maxSize' | 'desiredCapacity';
/** A managed node group with eksctl's defaults filled in. */
export type ManagedNodeGroup = With<Element<Member<'managedNodeGroups'>>, Sized>;
/** A self-managed node group with eksctl's defaults filled in. */
export type NodeGroup = With<Element<Member<'nodeGroups'>>, Sized>;
export type AnyNodeGroup = ManagedNodeGroup | NodeGroup;
export type Addon = Element<Member<'addons'>>;
export type FargateProfile = Element<Member<'fargateProfiles'>>;
export type Capability = Element<Member<'capabilities'>>;
export type PodIdentityAssociation = Element<NonNullable<Member<'iam'>['podIdentityAssociations']>>;
export type ServiceAccount = Element<NonNullable<Member<'iam'>['serviceAccounts']>>;
export type AccessEntry = Element<NonNullable<Member<'accessConfig'>['accessEntries']>>;
export type AccessPolicy = Element<NonNullable<AccessEntry['accessPolicies']>>;
export type IdentityProvider = Element<Member<'identityProviders'>>;
export type WellKnownPolicies = NonNullable<ServiceAccount['wellKnownPolicies']>;

/**
 * A ClusterConfig that is valid and complete: eksctl's defaults are filled in. Only the Kubernetes version stays
 * absent where the document leaves it to EKS, because a later default must not upgrade a cluster. It is a valid
 * document itself: reading it again gives the same.
 */
export interface ClusterConfig
  extends Omit<ClusterConfigDocument, 'managedNodeGroups' | 'nodeGroups' | 'addons'> {
  readonly managedNodeGroups: readonly ManagedNodeGroup[];
  readonly nodeGroups: readonly NodeGroup[];
  readonly addons: readonly Addon[];
}

export function allNodeGroups(config: ClusterConfig): AnyNodeGroup[] {
  return [...config.managedNodeGroups, ...config.nodeGroups];
}

export const isWindows = (group: { readonly amiFamily: string }) => group.amiFamily.startsWith('Windows');
export const isBottlerocket = (group: { readonly amiFamily: string }) =>
  group.amiFamily.startsWith('Bottlerocket');
export const isUbuntu = (group: { readonly amiFamily: string }) => group.amiFamily.startsWith('Ubuntu');
/** An image of the user's own: neither absent nor one of eksctl's ways to look one up. */
export const hasOwnImage = (group: { readonly ami?: string | undefined }) =>
  group.ami?.startsWith('ami-') ?? false;
/** A managed group whose image is in its launch template, and not EKS's to choose. */
export const hasImageInTemplate = (group: {
  readonly ami?: string | undefined;
  readonly amiFamily: string;
}) => hasOwnImage(group) || isUbuntu(group);
export const isIpv6 = (config: Pick<ClusterConfigDocument, 'kubernetesNetworkConfig'>) =>
  config.kubernetesNetworkConfig?.ipFamily?.toLowerCase() === 'ipv6';
export const isAutoMode = (config: Pick<ClusterConfigDocument, 'autoModeConfig'>) =>
  config.autoModeConfig?.enabled === true;
/** True where nodes join the security group that is shared between nodes; EKS's managed groups have one of their own. */
export const hasSharedNodes = (config: Pick<ClusterConfig, 'nodeGroups' | 'karpenter'>) =>
  config.nodeGroups.length > 0 || config.karpenter !== undefined;
/** True where the document names a VPC or subnets that exist. */
export const hasGivenNetwork = (config: Pick<ClusterConfigDocument, 'vpc'>) =>
  config.vpc?.id !== undefined || config.vpc?.subnets !== undefined;
