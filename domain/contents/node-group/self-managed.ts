import type { ClusterConfig, NodeGroup } from '../../cluster-config/config.ts';
import { isWindows } from '../../cluster-config/config.ts';
import { defaultInstanceType } from '../../cluster-config/defaults.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { bounded, clusterStack, ownTags, rolePath } from '../../desired/names.ts';
import { nodeRoleArn } from '../../desired/roles/roles.ts';
import {
  getAtt,
  present,
  type Resources,
  ref,
  tagList,
  template,
  type Value,
} from '../../desired/template.ts';
import type { DesiredContentStack } from '../stack/desired.ts';
import { launchTemplateResources, stackImage } from './launch-template.ts';
import { nodeSubnetIds } from './subnets.ts';
import { nodeLabels } from './user-data/node.ts';

/** The group's own security group: from the control plane to kubelet and webhooks, and among its nodes. */
function localGroup(config: ClusterConfig, facts: ContentFacts, group: NodeGroup): Resources {
  if (group.securityGroups?.withLocal === false) return {};
  const controlPlane = facts.network.controlPlaneSecurityGroupId ?? facts.cluster.clusterSecurityGroupId;
  const from = (FromPort: number, ToPort: number) => ({
    IpProtocol: 'tcp',
    FromPort,
    ToPort,
    SourceSecurityGroupId: controlPlane,
  });
  return {
    // A private endpoint is guarded by the control plane's groups; without the shared group this is the only way to it.
    IngressInterClusterCP: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        Description: `Allow control plane to receive API requests from worker nodes in group ${group.name}`,
        GroupId: controlPlane,
        SourceSecurityGroupId: getAtt('SG', 'GroupId'),
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
      },
    },
    SG: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: `Communication between the control plane and worker nodes in group ${group.name}`,
        VpcId: facts.network.vpcId,
        SecurityGroupIngress: [from(1025, 65535), from(443, 443)],
        Tags: [{ Key: `kubernetes.io/cluster/${config.metadata.name}`, Value: 'owned' }],
      },
    },
  };
}

function securityGroupIds(facts: ContentFacts, group: NodeGroup): Value[] {
  const { attachIDs = [], withLocal = true, withShared = true } = group.securityGroups ?? {};
  const shared =
    withShared && facts.network.sharedNodeSecurityGroupId ? [facts.network.sharedNodeSecurityGroupId] : [];
  return [...attachIDs, ...shared, ...(withLocal ? [getAtt('SG', 'GroupId')] : [])];
}

function instanceProfile(config: ClusterConfig, facts: ContentFacts, group: NodeGroup): Resources {
  if (group.iam?.instanceProfileARN) return {};
  const roleName = nodeRoleArn(config, facts.account, group)?.split('/').at(-1) ?? '';
  return {
    NodeInstanceProfile: {
      Type: 'AWS::IAM::InstanceProfile',
      Properties: { Path: rolePath, Roles: [roleName] },
    },
  };
}

/** Tags that Cluster Autoscaler reads of a group that may be empty. */
function propagatedTags(config: ClusterConfig, group: NodeGroup): Record<string, string> {
  if (!group.propagateASGTags) return {};
  const prefix = 'k8s.io/cluster-autoscaler/node-template';
  const labels = Object.entries(nodeLabels(config, group)).map(([key, value]) => [
    `${prefix}/label/${key}`,
    value,
  ]);
  const taints = (group.taints ?? []).map(({ key, value = '', effect }) => [
    `${prefix}/taint/${key}`,
    `${value}:${effect}`,
  ]);
  return Object.fromEntries([...labels, ...taints]);
}

function groupTags(config: ClusterConfig, group: NodeGroup): Value[] {
  const { name } = config.metadata;
  const autoScaler = group.iam?.withAddonPolicies?.autoScaler
    ? { 'k8s.io/cluster-autoscaler/enabled': 'true', [`k8s.io/cluster-autoscaler/${name}`]: 'owned' }
    : {};
  const tags = {
    ...ownTags(config),
    [`kubernetes.io/cluster/${name}`]: 'owned',
    'alpha.eksctl.io/nodegroup-name': group.name,
    ...autoScaler,
    ...propagatedTags(config, group),
    ...group.tags,
  };
  return tagList(tags).map((tag) => ({ ...tag, PropagateAtLaunch: true }));
}

/** Spot and on-demand capacity, and several types, in one group. */
function mixedInstances(group: NodeGroup, launchTemplate: Value): Value | undefined {
  const mix = group.instancesDistribution;
  if (!mix) return undefined;
  const strategy = mix.spotAllocationStrategy ?? 'lowest-price';
  return {
    LaunchTemplate: {
      LaunchTemplateSpecification: launchTemplate,
      Overrides: mix.instanceTypes.map((InstanceType) => ({ InstanceType })),
    },
    InstancesDistribution: present({
      OnDemandBaseCapacity: mix.onDemandBaseCapacity ?? 0,
      OnDemandPercentageAboveBaseCapacity: mix.onDemandPercentageAboveBaseCapacity ?? 100,
      SpotAllocationStrategy: strategy,
      SpotInstancePools: strategy === 'lowest-price' ? (mix.spotInstancePools ?? 2) : undefined,
      SpotMaxPrice: mix.maxPrice === undefined ? undefined : String(mix.maxPrice),
    }),
  };
}

function metrics(group: NodeGroup): Value[] | undefined {
  return group.asgMetricsCollection?.map(({ granularity, metrics: names }) =>
    present({ Granularity: granularity, Metrics: names }),
  );
}

function autoScalingGroup(config: ClusterConfig, facts: ContentFacts, group: NodeGroup): Resources {
  const launchTemplate: Value = {
    LaunchTemplateId: ref('LaunchTemplate'),
    Version: getAtt('LaunchTemplate', 'LatestVersionNumber'),
  };
  const mixed = mixedInstances(group, launchTemplate);
  const suspended = group.asgSuspendProcesses;
  const properties = present({
    VPCZoneIdentifier: nodeSubnetIds(facts.network, group),
    MinSize: String(group.minSize),
    MaxSize: String(group.maxSize),
    DesiredCapacity: String(group.desiredCapacity),
    LaunchTemplate: mixed ? undefined : launchTemplate,
    MixedInstancesPolicy: mixed,
    CapacityRebalance: group.instancesDistribution?.capacityRebalance,
    MetricsCollection: metrics(group),
    LoadBalancerNames: group.classicLoadBalancerNames,
    TargetGroupARNs: group.targetGroupARNs,
    MaxInstanceLifetime: group.maxInstanceLifetime,
    Tags: groupTags(config, group),
  });
  return {
    NodeGroup: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: properties,
      UpdatePolicy: {
        // An update of the stack must not undo sizes that scaling, an autoscaler or a person has set.
        AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true },
        ...(suspended ? { AutoScalingRollingUpdate: { SuspendProcesses: suspended } } : {}),
      },
    },
  };
}

/** The stack of a self-managed node group: launch template, security group, instance profile, Auto Scaling group. */
export function selfManagedNodeGroup(
  config: ClusterConfig,
  facts: ContentFacts,
  group: NodeGroup,
): DesiredContentStack {
  const profile = group.iam?.instanceProfileARN ?? getAtt('NodeInstanceProfile', 'Arn');
  const type = group.instanceType && group.instanceType !== 'mixed' ? group.instanceType : undefined;
  const resources = {
    ...localGroup(config, facts, group),
    ...instanceProfile(config, facts, group),
    ...launchTemplateResources({
      config,
      facts,
      group,
      managed: false,
      securityGroupIds: securityGroupIds(facts, group),
      instanceType: type ?? group.instancesDistribution?.instanceTypes[0] ?? defaultInstanceType,
      extra: present({
        IamInstanceProfile: { Arn: profile },
        CreditSpecification: group.cpuCredits ? { CpuCredits: group.cpuCredits } : undefined,
        EnclaveOptions: group.enclaveEnabled === undefined ? undefined : { Enabled: group.enclaveEnabled },
      }),
    }),
    ...autoScalingGroup(config, facts, group),
  };
  const body = template(`Self-managed node group ${bounded(group.name, 100)}, made by eks-fleet`, resources, {
    AutoScalingGroupName: ref('NodeGroup'),
  });
  const stack = clusterStack(config, `nodegroup-${group.name}`, () => body, {
    capabilities: ['CAPABILITY_IAM'],
    ...stackImage(facts, group),
  });
  // A node that starts before its role may join is refused, and tries again for as long as kubelet has patience.
  const entry = {
    keys: [`accessEntry/${nodeRoleArn(config, facts.account, group) ?? ''}`],
    until: 'ready' as const,
  };
  // The rules are there long before a node has booted, and kubelet tries again.
  const rules = { keys: ['stack/shared-node-rules'], until: 'started' as const };
  const needsRules =
    facts.network.sharedNodeSecurityGroupId !== undefined &&
    config.vpc?.manageSharedNodeSecurityGroupRules !== false;
  return {
    kind: 'stack',
    key: stack.key,
    stack,
    nodeGroup: group.name,
    needs: [entry, ...(needsRules ? [rules] : [])],
  };
}

/** The type of the access entry for the nodes of a self-managed group. */
export function nodeEntryType(group: NodeGroup): 'EC2_LINUX' | 'EC2_WINDOWS' {
  return isWindows(group) ? 'EC2_WINDOWS' : 'EC2_LINUX';
}
