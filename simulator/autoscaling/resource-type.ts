import type { AutoScalingGroup, MixedInstancesPolicy, Tag } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import {
  type Act,
  actAs,
  booleanOf,
  generatedName,
  listOf,
  numberOf,
  refuseUnmodelledProperties,
  unlessGone,
} from '../resource-calls.ts';
import type { Properties, ResourceContext, ResourceProvider, Service } from '../service.ts';
import type { AutoScalingState } from './state.ts';

const POLL_MS = 10_000;
/**
 * The time in which a group without a creation policy must reach its size, for CloudFormation (observed in threads).
 */
const STABILISATION_MS = 30 * 60_000;

const MODELLED = [
  'AutoScalingGroupName',
  'CapacityRebalance',
  'Context',
  'Cooldown',
  'DefaultInstanceWarmup',
  'DesiredCapacity',
  'DesiredCapacityType',
  'HealthCheckGracePeriod',
  'HealthCheckType',
  'InstanceMaintenancePolicy',
  'LaunchTemplate',
  'LoadBalancerNames',
  'MaxInstanceLifetime',
  'MaxSize',
  'MetricsCollection',
  'MinSize',
  'MixedInstancesPolicy',
  'NewInstancesProtectedFromScaleIn',
  'PlacementGroup',
  'ServiceLinkedRoleARN',
  'Tags',
  'TargetGroupARNs',
  'TerminationPolicies',
  'VPCZoneIdentifier',
];

function mixedPolicyOf(value: unknown): MixedInstancesPolicy | undefined {
  if (value === undefined) return undefined;
  const policy = value as MixedInstancesPolicy;
  if (!policy.InstancesDistribution) return policy;
  const distribution = { ...policy.InstancesDistribution };
  for (const name of [
    'OnDemandBaseCapacity',
    'OnDemandPercentageAboveBaseCapacity',
    'SpotInstancePools',
  ] as const) {
    const number = numberOf(distribution[name]);
    if (number !== undefined) distribution[name] = number;
  }
  if (distribution.SpotMaxPrice !== undefined) distribution.SpotMaxPrice = String(distribution.SpotMaxPrice);
  return { ...policy, InstancesDistribution: distribution };
}

/** The template's properties as the API's members; those that only creation takes are apart. */
function membersOf(properties: Properties): Record<string, unknown> {
  return {
    MinSize: numberOf(properties.MinSize),
    MaxSize: numberOf(properties.MaxSize),
    DesiredCapacity: numberOf(properties.DesiredCapacity),
    DefaultCooldown: numberOf(properties.Cooldown),
    DefaultInstanceWarmup: numberOf(properties.DefaultInstanceWarmup),
    HealthCheckGracePeriod: numberOf(properties.HealthCheckGracePeriod),
    HealthCheckType: properties.HealthCheckType,
    MaxInstanceLifetime: numberOf(properties.MaxInstanceLifetime),
    CapacityRebalance: booleanOf(properties.CapacityRebalance),
    NewInstancesProtectedFromScaleIn: booleanOf(properties.NewInstancesProtectedFromScaleIn),
    Context: properties.Context,
    DesiredCapacityType: properties.DesiredCapacityType,
    InstanceMaintenancePolicy: properties.InstanceMaintenancePolicy,
    LaunchTemplate: properties.LaunchTemplate,
    MixedInstancesPolicy: mixedPolicyOf(properties.MixedInstancesPolicy),
    PlacementGroup: properties.PlacementGroup,
    ServiceLinkedRoleARN: properties.ServiceLinkedRoleARN,
    TerminationPolicies: listOf(properties.TerminationPolicies),
    VPCZoneIdentifier: listOf(properties.VPCZoneIdentifier)?.join(','),
  };
}

const tagsOf = (properties: Properties): Tag[] =>
  ((properties.Tags as Tag[] | undefined) ?? []).map((tag) => ({
    ...tag,
    PropagateAtLaunch: booleanOf(tag.PropagateAtLaunch) ?? false,
  }));

interface Collection {
  readonly Granularity?: string;
  readonly Metrics?: string[];
}

/**
 * "CloudFormation always sets the group size property values of your Auto Scaling group to the values that are
 * defined in the AWS::AutoScaling::AutoScalingGroup resource of your template", unless this policy says to leave those
 * that the template has not modified (CloudFormation guide, "UpdatePolicy attribute").
 */
function ignoresUnmodifiedSizes({ updatePolicy }: ResourceContext): boolean {
  const policy = updatePolicy?.AutoScalingScheduledAction as
    | { readonly IgnoreUnmodifiedGroupSizeProperties?: unknown }
    | undefined;
  return booleanOf(policy?.IgnoreUnmodifiedGroupSizeProperties) ?? false;
}

export function groupType(
  state: AutoScalingState,
  service: Pick<Service, 'operations' | 'authorize'>,
): ResourceProvider {
  const { kernel, settings, name: regionName } = state.region;
  const read = async (act: Act, name: string): Promise<AutoScalingGroup | undefined> => {
    const answer = await act<{ AutoScalingGroups: AutoScalingGroup[] }>('DescribeAutoScalingGroups', {
      AutoScalingGroupNames: [name],
    });
    return answer.AutoScalingGroups[0];
  };
  const answer = (name: string) => ({
    physicalId: name,
    attributes: { AutoScalingGroupARN: state.groups.get(name)?.AutoScalingGroupARN },
  });
  const collect = async (act: Act, name: string, properties: Properties): Promise<void> => {
    for (const { Granularity, Metrics } of (properties.MetricsCollection as Collection[] | undefined) ?? []) {
      await act('EnableMetricsCollection', { AutoScalingGroupName: name, Granularity, Metrics });
    }
  };
  /** Metrics that the template no longer names are collected no longer. */
  const stopCollecting = async (
    act: Act,
    name: string,
    properties: Properties,
    previous: Properties,
  ): Promise<void> => {
    const before = (previous.MetricsCollection as Collection[] | undefined) ?? [];
    const after = (properties.MetricsCollection as Collection[] | undefined) ?? [];
    if (before.length === 0 || after.some(({ Metrics }) => Metrics === undefined)) return;
    const kept = after.flatMap(({ Metrics = [] }) => Metrics);
    const isWhole = kept.length === 0 || before.some(({ Metrics }) => Metrics === undefined);
    const gone = before.flatMap(({ Metrics = [] }) => Metrics).filter((metric) => !kept.includes(metric));
    if (!isWhole && gone.length === 0) return;
    await act('DisableMetricsCollection', {
      AutoScalingGroupName: name,
      ...(!isWhole && { Metrics: gone }),
    });
  };
  const stabilise = async (act: Act, name: string): Promise<void> => {
    const until = kernel.now() + STABILISATION_MS;
    for (;;) {
      const group = await read(act, name);
      const inService = (group?.Instances ?? []).filter((held) => held.LifecycleState === 'InService').length;
      if (!group || inService >= (group.DesiredCapacity ?? 0)) return;
      if (kernel.now() >= until) throw unstable(state, group, inService);
      await kernel.sleep(POLL_MS);
    }
  };
  const putStackTags = (name: string, context: ResourceContext): void => {
    const group = state.groups.get(name);
    if (!group) return;
    const held = new Set(group.tags.map((tag) => tag.Key));
    for (const [Key, Value] of Object.entries(context.tags)) {
      if (held.has(Key)) continue;
      group.tags.push({
        Key,
        Value,
        PropagateAtLaunch: true,
        ResourceId: name,
        ResourceType: 'auto-scaling-group',
      });
    }
  };
  return {
    replacementProperties: ['AutoScalingGroupName'],
    create: async (properties, context) => {
      refuseUnmodelledProperties(kernel, 'AWS::AutoScaling::AutoScalingGroup', properties, MODELLED);
      const act = actAs(service, context);
      const name = String(properties.AutoScalingGroupName ?? generatedName(kernel, context, 255));
      const span = kernel.trace.span({
        id: `autoscaling/${regionName}/${name}/create`,
        kind: 'autoscaling/group-create',
        region: regionName,
        startedAt: kernel.now(),
        requires: [],
      });
      await act('CreateAutoScalingGroup', {
        AutoScalingGroupName: name,
        ...membersOf(properties),
        LoadBalancerNames: listOf(properties.LoadBalancerNames),
        TargetGroupARNs: listOf(properties.TargetGroupARNs),
        ...(properties.Tags !== undefined && { Tags: tagsOf(properties) }),
      });
      putStackTags(name, context);
      await collect(act, name, properties);
      await kernel.sleep(sampleDurationMs(kernel, 'autoscaling/group-create', settings.durationScale));
      try {
        await stabilise(act, name);
      } catch (error) {
        await act('DeleteAutoScalingGroup', { AutoScalingGroupName: name, ForceDelete: true });
        throw error;
      } finally {
        span.endedAt = kernel.now();
      }
      return answer(name);
    },
    update: async (name, properties, previous, context) => {
      refuseUnmodelledProperties(kernel, 'AWS::AutoScaling::AutoScalingGroup', properties, MODELLED);
      for (const fixed of ['LoadBalancerNames', 'TargetGroupARNs']) {
        refuseChange(state, fixed, properties, previous);
      }
      const act = actAs(service, context);
      const members = membersOf(properties);
      if (ignoresUnmodifiedSizes(context)) {
        for (const size of ['MinSize', 'MaxSize', 'DesiredCapacity']) {
          if (JSON.stringify(properties[size]) === JSON.stringify(previous[size])) delete members[size];
        }
      }
      await act('UpdateAutoScalingGroup', { AutoScalingGroupName: name, ...members });
      await updateTags(act, name, properties, previous);
      putStackTags(name, context);
      await stopCollecting(act, name, properties, previous);
      await collect(act, name, properties);
      await kernel.sleep(sampleDurationMs(kernel, 'autoscaling/group-create', settings.durationScale));
      return answer(name);
    },
    delete: async (name, _properties, context) => {
      const act = actAs(service, context);
      await unlessGone(async () => {
        if (!(await read(act, name))) return;
        await act('UpdateAutoScalingGroup', {
          AutoScalingGroupName: name,
          MinSize: 0,
          MaxSize: 0,
          DesiredCapacity: 0,
        });
        while ((await read(act, name))?.Instances?.length) await kernel.sleep(POLL_MS);
        await act('DeleteAutoScalingGroup', { AutoScalingGroupName: name, ForceDelete: true });
        while (await read(act, name)) await kernel.sleep(POLL_MS);
      });
    },
  };
}

function unstable(state: AutoScalingState, group: AutoScalingGroup, inService: number): AwsError {
  const failed = state.groups
    .get(group.AutoScalingGroupName ?? '')
    ?.activities.find((activity) => activity.StatusCode === 'Failed');
  return new AwsError(
    'NotStabilized',
    `Group did not stabilize. {current/minSize/maxSize group size = ${inService}/${group.MinSize}/${group.MaxSize}}. Failed Scaling Activity: ${failed?.StatusMessage}`,
  );
}

function refuseChange(
  state: AutoScalingState,
  name: string,
  properties: Properties,
  previous: Properties,
): void {
  if (JSON.stringify(properties[name]) === JSON.stringify(previous[name])) return;
  refuseUnmodelledProperties(
    state.region.kernel,
    'an update of AWS::AutoScaling::AutoScalingGroup',
    { [name]: true },
    [],
  );
}

async function updateTags(
  act: Act,
  name: string,
  properties: Properties,
  previous: Properties,
): Promise<void> {
  const identity = { ResourceId: name, ResourceType: 'auto-scaling-group' };
  const tags = tagsOf(properties);
  const gone = tagsOf(previous).filter((tag) => !tags.some((held) => held.Key === tag.Key));
  if (gone.length > 0) await act('DeleteTags', { Tags: gone.map(({ Key }) => ({ Key, ...identity })) });
  if (tags.length > 0)
    await act('CreateOrUpdateTags', { Tags: tags.map((tag) => ({ ...tag, ...identity })) });
}
