import {
  type AnyNodeGroup,
  type ClusterConfig,
  hasGivenNetwork,
  isIpv6,
  isWindows,
  type NodeGroup,
} from '../config.ts';
import type { Finding } from '../problem.ts';
import { managedFindings } from './managed-node-groups.ts';
import { imageFindings } from './node-images.ts';
import { type Rule, when } from './rule.ts';
import { volumeFindings } from './volumes.ts';

function sizeFindings(group: AnyNodeGroup, path: string, managed: boolean): Finding[] {
  const { minSize, maxSize, desiredCapacity } = group;
  // Only a maximum that EKS or the reader would stumble over: an Auto Scaling group of a desired 0 may have 0.
  const zero = maxSize < 1 && (managed || desiredCapacity > 0 || minSize > 0);
  return [
    ...when(zero, {
      path: `${path}.maxSize`,
      found: maxSize,
      allowed: 'at least 1',
      message: 'a node group has a maximum of at least 1',
      alternative: 'to have no nodes, set minSize and desiredCapacity to 0 and leave maxSize at 1 or more',
    }),
    ...when(!zero && minSize > maxSize, {
      path: `${path}.minSize`,
      found: minSize,
      allowed: `at most maxSize (${maxSize})`,
      message: `minSize ${minSize} is above maxSize ${maxSize}`,
    }),
    ...when(!zero && minSize <= maxSize && (desiredCapacity < minSize || desiredCapacity > maxSize), {
      path: `${path}.desiredCapacity`,
      found: desiredCapacity,
      allowed: `from minSize (${minSize}) to maxSize (${maxSize})`,
      message: `desiredCapacity ${desiredCapacity} is not between minSize ${minSize} and maxSize ${maxSize}`,
    }),
  ];
}

function placeFindings(config: ClusterConfig, group: AnyNodeGroup, path: string): Finding[] {
  const { private: inner, public: outer } = config.vpc?.subnets ?? {};
  const onlyPrivate =
    config.privateCluster?.enabled === true ||
    (hasGivenNetwork(config) && Object.keys(outer ?? {}).length === 0 && Object.keys(inner ?? {}).length > 0);
  const chosen = group.subnets !== undefined;
  const zones = config.availabilityZones;
  const local = 'localZones' in group ? (group.localZones ?? []) : [];
  const foreign = (group.availabilityZones ?? []).filter(
    (zone) => !zone.startsWith(config.metadata.region) || (zones && !zones.includes(zone)),
  );
  const unknownLocal = local.filter((zone) => !(config.localZones ?? []).includes(zone));
  return [
    ...when(onlyPrivate && !group.privateNetworking && !chosen, {
      path: `${path}.privateNetworking`,
      found: group.privateNetworking,
      allowed: 'true where there are private subnets only',
      message: 'there is no public subnet for its nodes',
    }),
    ...when(chosen && (group.availabilityZones !== undefined || local.length > 0), {
      path: `${path}.subnets`,
      found: group.subnets,
      allowed: 'either this or availabilityZones and localZones',
      message: 'both say where the nodes are',
    }),
    ...when(foreign.length > 0, {
      path: `${path}.availabilityZones`,
      found: foreign,
      allowed: zones ? `of ${zones.join(', ')}` : `zones of ${config.metadata.region}`,
      message: 'the cluster has no subnet there',
    }),
    ...when(unknownLocal.length > 0, {
      path: `${path}.localZones`,
      found: unknownLocal,
      allowed: 'zones of the cluster’s localZones',
      message: 'the cluster has no subnet there',
    }),
    ...when(local.length > 0 && group.availabilityZones !== undefined, {
      path: `${path}.localZones`,
      found: local,
      allowed: 'either this or availabilityZones',
      message: 'both say where the nodes are',
    }),
  ];
}

function sshFindings({ ssh }: AnyNodeGroup, path: string): Finding[] {
  const keys = [ssh?.publicKey, ssh?.publicKeyName].filter((key) => key !== undefined);
  return [
    ...when(keys.length > 1, {
      path: `${path}.ssh`,
      found: 'publicKey and publicKeyName',
      allowed: 'one of them',
      message: 'a node has one key',
    }),
    ...when(ssh?.allow === false && (keys.length > 0 || ssh.sourceSecurityGroupIds !== undefined), {
      path: `${path}.ssh.allow`,
      found: false,
      allowed: 'true where a key or source security groups are given',
      message: 'the key and the sources would be without effect',
      alternative: 'remove them, or set ssh.allow to true',
    }),
    ...when(ssh?.sourceSecurityGroupIds !== undefined && ssh.allow !== true && keys.length === 0, {
      path: `${path}.ssh.sourceSecurityGroupIds`,
      found: ssh?.sourceSecurityGroupIds,
      allowed: 'sources together with ssh.allow: true or a key',
      message: 'SSH is not allowed at all',
    }),
  ];
}

function iamFindings({ iam, disablePodIMDS }: AnyNodeGroup, path: string): Finding[] {
  const given = iam?.instanceRoleARN ?? iam?.instanceProfileARN;
  const own: readonly [string, unknown][] = [
    ['instanceRoleName', iam?.instanceRoleName],
    ['attachPolicy', iam?.attachPolicy],
    ['attachPolicyARNs', iam?.attachPolicyARNs?.length ? iam.attachPolicyARNs : undefined],
    ['instanceRolePermissionsBoundary', iam?.instanceRolePermissionsBoundary],
    ['withAddonPolicies', Object.values(iam?.withAddonPolicies ?? {}).some((on) => on) ? 'set' : undefined],
  ];
  return [
    ...own
      .filter(([, value]) => given !== undefined && value !== undefined)
      .map(([member, found]) => ({
        path: `${path}.iam.${member}`,
        found,
        allowed: 'nothing where instanceRoleARN or instanceProfileARN is given',
        message: 'it is for a role that we make, and one is given',
      })),
    ...when(iam?.instanceProfileARN !== undefined && iam.instanceRoleARN === undefined, {
      path: `${path}.iam.instanceRoleARN`,
      found: undefined,
      allowed: 'the ARN of the role in the instance profile',
      message: 'nodes join through an access entry of their role, and the profile does not say which that is',
    }),
    ...when(disablePodIMDS === true && own[4]?.[1] !== undefined, {
      path: `${path}.disablePodIMDS`,
      found: true,
      allowed: 'either this or iam.withAddonPolicies',
      message: "pods could not reach the node's role, whose permissions are meant for them",
      alternative: 'give the permissions under iam.podIdentityAssociations',
    }),
  ];
}

/** Prefixes that EKS refuses for managed groups (CreateNodegroup), and kubelet itself for most of its own. */
const reservedPrefixes = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;
const kubeletLabels =
  /^((node|kubelet)\.kubernetes\.io\/|[^/]+\.(node|kubelet)\.kubernetes\.io\/|eks\.amazonaws\.com\/)/;

function labelFindings(group: AnyNodeGroup, path: string): Finding[] {
  const managed = path.startsWith('managed');
  return Object.entries(group.labels ?? {}).flatMap(([key, value]) => {
    const where = `${path}.labels["${key}"]`;
    const reserved = reservedPrefixes.test(key) && (managed || !kubeletLabels.test(key));
    const valid = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value);
    return [
      ...when(reserved, {
        path: where,
        found: value,
        allowed: 'a key without kubernetes.io, k8s.io or eks.amazonaws.com',
        message: 'Kubernetes and EKS keep these labels to themselves',
      }),
      ...when(!valid, {
        path: where,
        found: value,
        allowed: 'up to 63 letters, digits, hyphens, underscores and dots',
        message: 'not a value that a label may have',
      }),
    ];
  });
}

function commonFindings(config: ClusterConfig, group: AnyNodeGroup, path: string): Finding[] {
  const target = group.capacityReservation?.capacityReservationTarget;
  return [
    ...placeFindings(config, group, path),
    ...sshFindings(group, path),
    ...iamFindings(group, path),
    ...imageFindings(config, group, path),
    ...volumeFindings(group, path),
    ...labelFindings(group, path),
    ...when(isIpv6(config) && isWindows(group), {
      path: `${path}.amiFamily`,
      found: group.amiFamily,
      allowed: 'a Linux family in an IPv6 cluster',
      message: 'EKS runs no Windows pods in IPv6 clusters',
    }),
    ...when(
      target !== undefined &&
        (target.capacityReservationID === undefined) ===
          (target.capacityReservationResourceGroupARN === undefined),
      {
        path: `${path}.capacityReservation.capacityReservationTarget`,
        found: target,
        allowed: 'capacityReservationID or capacityReservationResourceGroupARN',
        message: 'a target is one reservation or one group of them',
      },
    ),
  ];
}

function selfManagedFindings(group: NodeGroup, path: string): Finding[] {
  const { instancesDistribution: mix, instanceType } = group;
  return [
    ...sizeFindings(group, path, false),
    ...when(mix !== undefined && instanceType !== undefined && instanceType !== 'mixed', {
      path: `${path}.instanceType`,
      found: instanceType,
      allowed: 'mixed, or nothing, beside instancesDistribution',
      message: 'both name instance types',
    }),
    ...when(mix === undefined && instanceType === 'mixed', {
      path: `${path}.instanceType`,
      found: instanceType,
      allowed: 'an instance type, where there is no instancesDistribution',
      message: 'nothing says which types are mixed',
    }),
    ...when(
      mix?.spotInstancePools !== undefined &&
        mix.spotAllocationStrategy !== undefined &&
        mix.spotAllocationStrategy !== 'lowest-price',
      {
        path: `${path}.instancesDistribution.spotInstancePools`,
        found: mix?.spotInstancePools,
        allowed: 'pools for the lowest-price strategy only',
        message: `${mix?.spotAllocationStrategy} does not count pools`,
      },
    ),
  ];
}

export const nodeGroups: Rule = (config) => [
  ...config.managedNodeGroups.flatMap((group, index) => {
    const path = `managedNodeGroups[${index}]`;
    return [
      ...commonFindings(config, group, path),
      ...sizeFindings(group, path, true),
      ...managedFindings(group, path),
    ];
  }),
  ...config.nodeGroups.flatMap((group, index) => {
    const path = `nodeGroups[${index}]`;
    return [...commonFindings(config, group, path), ...selfManagedFindings(group, path)];
  }),
];
