import type { ManagedNodeGroup } from '../config.ts';
import type { Finding } from '../problem.ts';
import { when } from './rule.ts';

/** Members that a launch template of the user's own already decides. */
const templateMembers = [
  'ami',
  'amiFamily',
  'capacityReservation',
  'disableIMDSv1',
  'disablePodIMDS',
  'ebsOptimized',
  'enableDetailedMonitoring',
  'instanceName',
  'instancePrefix',
  'instanceType',
  'additionalVolumes',
  'maxPodsPerNode',
  'overrideBootstrapCommand',
  'placement',
  'preBootstrapCommands',
  'securityGroups',
  'ssh',
  'volumeEncrypted',
  'volumeIOPS',
  'volumeKmsKeyID',
  'volumeName',
  'volumeSize',
  'volumeThroughput',
  'volumeType',
  'bottlerocket',
] as const;

/** instanceTypes may stand beside a template, and so may how capacity is bought and the default family. */
function launchTemplateFindings(group: ManagedNodeGroup, path: string): Finding[] {
  if (!group.launchTemplate) return [];
  const clashing = templateMembers.filter(
    (member) =>
      group[member] !== undefined && !(member === 'amiFamily' && group.amiFamily === 'AmazonLinux2023'),
  );
  return clashing.map((member) => ({
    path: `${path}.${member}`,
    found: group[member],
    allowed: 'nothing where launchTemplate is given',
    message: 'the launch template decides that',
    alternative: 'put it into the launch template, or remove launchTemplate',
  }));
}

function repairFindings(
  { nodeRepairConfig: repair, updateConfig }: ManagedNodeGroup,
  path: string,
): Finding[] {
  const pairs = [
    [
      `${path}.nodeRepairConfig.maxParallelNodesRepairedPercentage`,
      repair?.maxParallelNodesRepairedCount,
      repair?.maxParallelNodesRepairedPercentage,
    ],
    [
      `${path}.nodeRepairConfig.maxUnhealthyNodeThresholdPercentage`,
      repair?.maxUnhealthyNodeThresholdCount,
      repair?.maxUnhealthyNodeThresholdPercentage,
    ],
    [
      `${path}.updateConfig.maxUnavailablePercentage`,
      updateConfig?.maxUnavailable,
      updateConfig?.maxUnavailablePercentage,
    ],
  ] as const;
  return pairs.flatMap(([where, count, percentage]) =>
    when(count !== undefined && percentage !== undefined, {
      path: where,
      found: percentage,
      allowed: 'a count or a percentage',
      message: 'both are given',
    }),
  );
}

export function managedFindings(group: ManagedNodeGroup, path: string): Finding[] {
  const groups = group.securityGroups;
  const unavailable = group.updateConfig?.maxUnavailable ?? 0;
  return [
    ...launchTemplateFindings(group, path),
    ...repairFindings(group, path),
    ...when(group.instanceType !== undefined && group.instanceTypes !== undefined, {
      path: `${path}.instanceTypes`,
      found: group.instanceTypes,
      allowed: 'either this or instanceType',
      message: 'both name instance types',
    }),
    ...when(groups?.withLocal === true || groups?.withShared === true, {
      path: `${path}.securityGroups`,
      found: groups,
      allowed: 'attachIDs only',
      message: 'managed nodes are in the security group that EKS makes, not in eksctl’s',
      alternative: 'remove withLocal and withShared',
    }),
    ...when(group.propagateASGTags === true, {
      path: `${path}.propagateASGTags`,
      found: true,
      allowed: 'false, or nothing',
      message: 'the Auto Scaling group of a managed group is EKS’s own',
      alternative:
        'remove it: Cluster Autoscaler 1.24 and later reads labels and taints with eks:DescribeNodegroup',
    }),
    ...when(unavailable > group.maxSize, {
      path: `${path}.updateConfig.maxUnavailable`,
      found: unavailable,
      allowed: `at most maxSize (${group.maxSize})`,
      message: 'more nodes than the group can have',
    }),
    ...when(group.instanceMarketOptions?.marketType === 'spot', {
      path: `${path}.instanceMarketOptions.marketType`,
      found: 'spot',
      allowed: 'capacity-block, or nothing',
      message: 'EKS takes no spot instances from the launch template of a managed group',
      alternative: 'remove instanceMarketOptions and set spot: true',
    }),
    ...when(group.spot === true && group.instanceMarketOptions?.marketType === 'capacity-block', {
      path: `${path}.spot`,
      found: true,
      allowed: 'either this or a capacity block',
      message: 'capacity is bought one way',
    }),
    ...when(
      group.instanceMarketOptions?.marketType === 'capacity-block' &&
        group.launchTemplate === undefined &&
        group.capacityReservation?.capacityReservationTarget === undefined,
      {
        path: `${path}.capacityReservation.capacityReservationTarget`,
        found: undefined,
        allowed: 'the capacity block',
        message: 'the block must be named',
      },
    ),
  ];
}
