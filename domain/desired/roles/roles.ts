import { pullThroughCacheRule } from '../../cluster-config/annotations.ts';
import {
  type AnyNodeGroup,
  allNodeGroups,
  type ClusterConfig,
  type FargateProfile,
  isAutoMode,
  isIpv6,
} from '../../cluster-config/config.ts';
import { addonPodIdentityRoles, ipv6CniPolicy, needsServiceAccountRole } from '../../contents/addon/roles.ts';
import { capabilityRoles } from '../../contents/capability/roles.ts';
import { podIdentityRoles } from '../../contents/pod-identity-association/roles.ts';
import { type Account, awsManagedPolicy } from '../account.ts';
import { hybridNodeRole } from '../hybrid-nodes.ts';
import { roleArnOf, roleName } from '../names.ts';
import type { DesiredRole } from './desired-role.ts';
import { allow, forResource, type PolicyDocument, policy, trustServices } from './policy-document.ts';
import { wellKnownPermissions } from './well-known-policies.ts';

/** The control plane's role: the document's, or ours. */
export function serviceRoleArn(config: ClusterConfig, account: Account): string {
  return config.iam?.serviceRoleARN ?? roleArnOf(account, roleName(config, 'service'));
}

function serviceRole(config: ClusterConfig, account: Account): DesiredRole[] {
  if (config.iam?.serviceRoleARN) return [];
  const autoMode = [
    'AmazonEKSComputePolicy',
    'AmazonEKSBlockStoragePolicy',
    'AmazonEKSLoadBalancingPolicy',
    'AmazonEKSNetworkingPolicy',
  ];
  const names = [
    'AmazonEKSClusterPolicy',
    ...(config.iam?.vpcResourceControllerPolicy === false ? [] : ['AmazonEKSVPCResourceController']),
    ...(isAutoMode(config) ? autoMode : []),
  ];
  return [
    {
      purpose: 'service',
      name: roleName(config, 'service'),
      // Auto Mode tags its sessions, which the user guide's trust policy for its cluster role allows.
      trust: trustServices(
        account,
        ['eks'],
        isAutoMode(config) ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole'],
        forResource(account, `cluster/${config.metadata.name}`),
      ),
      managedPolicyArns: names.map((name) => awsManagedPolicy(account, name)),
      policies: [],
      boundary: config.iam?.serviceRolePermissionsBoundary,
    },
  ];
}

function nodeRoleName(config: ClusterConfig, group: AnyNodeGroup): string {
  return group.iam?.instanceRoleName ?? roleName(config, `nodegroup-${group.name}`);
}

/** A node group's role; undefined for a self-managed group whose instance profile is given without its role. */
export function nodeRoleArn(
  config: ClusterConfig,
  account: Account,
  group: AnyNodeGroup,
): string | undefined {
  if (group.iam?.instanceRoleARN) return group.iam.instanceRoleARN;
  if (group.iam?.instanceProfileARN) return undefined;
  return roleArnOf(account, nodeRoleName(config, group));
}

/** True where the VPC CNI has a role of its own, so that nodes need not carry its permissions. */
function cniHasOwnRole(config: ClusterConfig, account: Account): boolean {
  const addon = config.addons.find(({ name }) => name.toLowerCase() === 'vpc-cni');
  if (!addon) return false;
  const own =
    addon.serviceAccountRoleARN ??
    addon.attachPolicyARNs ??
    addon.attachPolicy ??
    addon.podIdentityAssociations;
  const hasDefaults = addon.useDefaultPodIdentityAssociations === true;
  return own !== undefined || hasDefaults || needsServiceAccountRole(config, account, addon);
}

/** The permissions of the cluster's nodes, whichever group they are of. */
export function nodePermissions(config: ClusterConfig, account: Account) {
  const cni = !cniHasOwnRole(config, account);
  const ipv6 =
    cni && isIpv6(config) ? [{ PolicyName: 'cniIpv6', PolicyDocument: ipv6CniPolicy(account) }] : [];
  // "IAM permissions required to use pull through cache rules": the first pull of an image makes its repository.
  const cached = pullThroughCacheRule(config)
    ? [
        {
          PolicyName: 'pullThroughCache',
          PolicyDocument: policy(allow(['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'])),
        },
      ]
    : [];
  const arns = (names: readonly string[]) => names.map((name) => awsManagedPolicy(account, name));
  return {
    /** As eksctl: policies of the document's own replace these. */
    defaultArns: arns([
      'AmazonEKSWorkerNodePolicy',
      ...(cni && !isIpv6(config) ? ['AmazonEKS_CNI_Policy'] : []),
    ]),
    /** For images and Session Manager. */
    alwaysArns: arns(['AmazonEC2ContainerRegistryPullOnly', 'AmazonSSMManagedInstanceCore']),
    policies: [...ipv6, ...cached],
  };
}

function nodeRole(config: ClusterConfig, account: Account, group: AnyNodeGroup): DesiredRole[] {
  if (group.iam?.instanceRoleARN || group.iam?.instanceProfileARN) return [];
  const wellKnown = wellKnownPermissions(account, group.iam?.withAddonPolicies);
  const { defaultArns, alwaysArns, policies } = nodePermissions(config, account);
  const own = group.iam?.attachPolicy
    ? [{ PolicyName: 'attachPolicy', PolicyDocument: group.iam.attachPolicy as PolicyDocument }]
    : [];
  const arns = [
    ...(group.iam?.attachPolicyARNs?.length ? [] : defaultArns),
    ...alwaysArns,
    ...(group.iam?.attachPolicyARNs ?? []),
    ...wellKnown.managedPolicyArns,
  ];
  return [
    {
      purpose: `nodegroup-${group.name}`,
      name: nodeRoleName(config, group),
      trust: trustServices(account, ['ec2']),
      managedPolicyArns: [...new Set(arns)],
      policies: [...wellKnown.policies, ...own, ...policies],
      boundary: group.iam?.instanceRolePermissionsBoundary,
    },
  ];
}

/** The role that Fargate starts a profile's pods with. */
export function fargateRoleArn(config: ClusterConfig, account: Account, profile: FargateProfile): string {
  const ours = roleArnOf(account, roleName(config, 'fargate'));
  return profile.podExecutionRoleARN ?? config.iam?.fargatePodExecutionRoleARN ?? ours;
}

function fargateRole(config: ClusterConfig, account: Account): DesiredRole[] {
  const needed = (config.fargateProfiles ?? []).some((profile) => !profile.podExecutionRoleARN);
  if (!needed || config.iam?.fargatePodExecutionRoleARN) return [];
  return [
    {
      purpose: 'fargate',
      name: roleName(config, 'fargate'),
      trust: trustServices(
        account,
        ['eks-fargate-pods'],
        undefined,
        forResource(account, `fargateprofile/${config.metadata.name}/*`),
      ),
      managedPolicyArns: [awsManagedPolicy(account, 'AmazonEKSFargatePodExecutionRolePolicy')],
      policies: [],
      boundary: config.iam?.fargatePodExecutionRolePermissionsBoundary,
    },
  ];
}

/** The role of Auto Mode's own nodes; undefined where there are no node pools to need one. */
export function autoModeNodeRoleArn(config: ClusterConfig, account: Account): string | undefined {
  if (!isAutoMode(config)) return undefined;
  if (config.autoModeConfig?.nodeRoleARN) return config.autoModeConfig.nodeRoleARN;
  if (config.autoModeConfig?.nodePools?.length === 0) return undefined;
  return roleArnOf(account, roleName(config, 'auto-mode-node'));
}

function autoModeNodeRole(config: ClusterConfig, account: Account): DesiredRole[] {
  if (!autoModeNodeRoleArn(config, account) || config.autoModeConfig?.nodeRoleARN) return [];
  const names = ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'];
  return [
    {
      purpose: 'auto-mode-node',
      name: roleName(config, 'auto-mode-node'),
      trust: trustServices(account, ['ec2']),
      managedPolicyArns: names.map((name) => awsManagedPolicy(account, name)),
      policies: [],
      boundary: config.autoModeConfig?.permissionsBoundaryARN,
    },
  ];
}

/** Every role that can be made before the cluster is there; those that trust its issuer come later. */
export function desiredRoles(config: ClusterConfig, account: Account): readonly DesiredRole[] {
  return [
    ...serviceRole(config, account),
    ...allNodeGroups(config).flatMap((group) => nodeRole(config, account, group)),
    ...fargateRole(config, account),
    ...autoModeNodeRole(config, account),
    ...hybridNodeRole(config, account),
    ...podIdentityRoles(config, account),
    ...addonPodIdentityRoles(config, account),
    ...capabilityRoles(config, account),
  ];
}
