import type {
  Activity,
  AutoScalingGroup,
  Instance,
  UpdateAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import type { Instance as Ec2Instance } from '@aws-sdk/client-ec2';
import type { InCluster } from '../eks/in-cluster.ts';
import type { IsAsked, ManagedScalingGroup } from '../eks/nodegroups/scaling-groups.ts';
import { refuseUnmodelled } from '../modelled-members.ts';
import type { Service } from '../service.ts';
import { assertSizes } from './group-checks.ts';
import type { AutoScalingState } from './state.ts';

/*
 * The Auto Scaling groups of managed node groups, which DescribeAutoScalingGroups shows too, and which EKS changes:
 * "Every managed node is provisioned as part of an Amazon EC2 Auto Scaling group that's managed for you by Amazon
 * EKS" (EKS user guide, "Managed node groups").
 */

const GROUP_TAG = 'aws:autoscaling:groupName';
const STATES: Readonly<Record<string, Instance['LifecycleState']>> = {
  pending: 'Pending',
  running: 'InService',
  'shutting-down': 'Terminating',
};

/** The groups that are asked for: all, where nobody names any. */
export function managedGroups(
  state: AutoScalingState,
  isAsked: IsAsked = () => true,
): readonly ManagedScalingGroup[] {
  return inClusterOf(state)?.scalingGroups(isAsked) ?? [];
}

const inClusterOf = (state: AutoScalingState): InCluster | undefined =>
  (state.region.service('eks') as (Service & { readonly inCluster: InCluster }) | undefined)?.inCluster;

export const managedGroup = (
  state: AutoScalingState,
  name: string | undefined,
): ManagedScalingGroup | undefined => managedGroups(state, (held) => held === name)[0];

/**
 * Gives the group of a managed node group another desired capacity, as Cluster Autoscaler does. Anything else of it is
 * refused by name: how EKS follows a change of bounds, templates or subnets is nowhere told.
 */
export function resizeManaged(
  state: AutoScalingState,
  { name, sizes }: ManagedScalingGroup,
  { AutoScalingGroupName: _, MinSize, MaxSize, DesiredCapacity, ...others }: UpdateAutoScalingGroupType,
): object {
  const { minSize, maxSize, desiredSize } = sizes;
  const isOther =
    (MinSize ?? minSize) !== minSize ||
    (MaxSize ?? maxSize) !== maxSize ||
    Object.values(others).some((value) => value !== undefined);
  if (isOther)
    refuseUnmodelled(
      state.region.kernel,
      'a change, other than of its desired capacity, of the Auto Scaling group of a managed node group',
    );
  const desired = DesiredCapacity ?? desiredSize;
  assertSizes({ MinSize: minSize, MaxSize: maxSize, DesiredCapacity: desired });
  inClusterOf(state)?.resizeScalingGroup(name, desired);
  return {};
}

const arnOf = (state: AutoScalingState, name: string): string =>
  state.region.arn('autoscaling', `autoScalingGroup:${name.slice(-36)}:autoScalingGroupName/${name}`);

interface ShownTag {
  readonly Key: string;
  readonly Value: string;
  readonly PropagateAtLaunch: true;
  readonly ResourceId: string;
  readonly ResourceType: 'auto-scaling-group';
}

const shownTags = new WeakMap<ManagedScalingGroup['tags'], ShownTag[]>();

export function tagsOf({ name, tags }: Pick<ManagedScalingGroup, 'name' | 'tags'>): ShownTag[] {
  const known = shownTags.get(tags);
  if (known) return known;
  const shown = Object.entries(tags).map(([Key, Value]) => ({
    ...{ Key, Value, ResourceId: name },
    PropagateAtLaunch: true as const,
    ResourceType: 'auto-scaling-group' as const,
  }));
  shownTags.set(tags, shown);
  return shown;
}

/**
 * The state of an instance in its group. EKS drains a node while a lifecycle hook of its own holds the instance back
 * (Auto Scaling guide, "Amazon EC2 Auto Scaling instance lifecycle"; observed: `Terminate-LC-Hook`).
 */
const lifecycleState = ({ InstanceId = '', State }: Ec2Instance, draining: ReadonlySet<string>) =>
  State?.Name === 'running' && draining.has(InstanceId) ? 'Terminating:Wait' : STATES[State?.Name ?? ''];

/** The instances that EC2 has of each group, by the tag that names it. */
async function instancesOf(
  state: AutoScalingState,
  groups: readonly ManagedScalingGroup[],
): Promise<ReadonlyMap<string, readonly Instance[]>> {
  const found = new Map<string, Instance[]>();
  if (groups.length === 0) return found;
  const draining = new Set(groups.flatMap(({ drainingIds }) => [...drainingIds]));
  const { Reservations } = await state.ask<{
    Reservations: readonly { readonly Instances: readonly Ec2Instance[] }[];
  }>('ec2', 'DescribeInstances', {
    Filters: [
      { Name: `tag:${GROUP_TAG}`, Values: groups.map(({ name }) => name) },
      { Name: 'instance-state-name', Values: Object.keys(STATES) },
    ],
  });
  for (const instance of Reservations.flatMap(({ Instances }) => Instances)) {
    const name = instance.Tags?.find(({ Key }) => Key === GROUP_TAG)?.Value ?? '';
    const shown = {
      InstanceId: instance.InstanceId ?? '',
      InstanceType: instance.InstanceType,
      AvailabilityZone: instance.Placement?.AvailabilityZone,
      LifecycleState: lifecycleState(instance, draining),
      HealthStatus: 'Healthy',
      ProtectedFromScaleIn: false,
    } as Instance;
    const held = found.get(name);
    if (held) held.push(shown);
    else found.set(name, [shown]);
  }
  return found;
}

/** The groups as DescribeAutoScalingGroups shows them. */
export async function shownManaged(
  state: AutoScalingState,
  groups: readonly ManagedScalingGroup[],
): Promise<readonly AutoScalingGroup[]> {
  const instances = await instancesOf(state, groups);
  return groups.map((group) => {
    const { name, sizes, subnetIds, createdAt } = group;
    const zones = subnetIds.flatMap((id) => state.region.network.subnet(id)?.availabilityZone ?? []);
    return {
      AutoScalingGroupName: name,
      AutoScalingGroupARN: arnOf(state, name),
      MinSize: sizes.minSize,
      MaxSize: sizes.maxSize,
      DesiredCapacity: sizes.desiredSize,
      DefaultCooldown: 300,
      AvailabilityZones: [...new Set(zones)].sort(),
      VPCZoneIdentifier: subnetIds.join(','),
      HealthCheckType: 'EC2',
      CreatedTime: createdAt,
      SuspendedProcesses: [],
      EnabledMetrics: [],
      Instances: [...(instances.get(name) ?? [])],
      Tags: tagsOf(group),
    };
  });
}

/** Its launches as DescribeScalingActivities shows them, newest first. */
export function activitiesOf(state: AutoScalingState, group: ManagedScalingGroup): readonly Activity[] {
  return group.attempts.map(({ at, count, failure }, index) => ({
    ActivityId: `${group.name.slice(-36)}-${group.attempts.length - index}`,
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: arnOf(state, group.name),
    Description: `Launching ${count === 1 ? 'a new EC2 instance' : `${count} new EC2 instances`}`,
    Cause: `At ${at.toISOString().slice(0, 19)}Z an instance was started in response to a difference between desired and actual capacity.`,
    StartTime: at,
    EndTime: at,
    StatusCode: failure === undefined ? 'Successful' : 'Failed',
    ...(failure === undefined ? {} : { StatusMessage: failure }),
    Progress: 100,
  }));
}
