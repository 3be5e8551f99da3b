import type {
  CreateAutoScalingGroupType,
  DeleteAutoScalingGroupType,
  SetDesiredCapacityType,
  UpdateAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../aws-error.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import type { Call } from '../service.ts';
import { convergeSoon, FIRST_RETRY_MS } from './converge.ts';
import { assertLaunchable, assertMayLaunch, assertSizes, assertTargets, subnetsOf } from './group-checks.ts';
import { managedGroup, resizeManaged } from './managed-groups.ts';
import { type AutoScalingState, type GroupRecord, validationError } from './state.ts';
import { assertTags, tagOf } from './tags.ts';

/** Members that a group keeps as they are given, at creation and at updates. */
const KEPT = [
  'LaunchTemplate',
  'MixedInstancesPolicy',
  'DefaultCooldown',
  'HealthCheckType',
  'HealthCheckGracePeriod',
  'PlacementGroup',
  'VPCZoneIdentifier',
  'TerminationPolicies',
  'NewInstancesProtectedFromScaleIn',
  'ServiceLinkedRoleARN',
  'MaxInstanceLifetime',
  'CapacityRebalance',
  'Context',
  'DesiredCapacityType',
  'DefaultInstanceWarmup',
  'InstanceMaintenancePolicy',
  'AvailabilityZoneDistribution',
] as const;
const SIZES = ['MinSize', 'MaxSize', 'DesiredCapacity'] as const;
const CREATE_MEMBERS = [
  'AutoScalingGroupName',
  ...KEPT,
  ...SIZES,
  'LoadBalancerNames',
  'TargetGroupARNs',
  'Tags',
];
const UPDATE_MEMBERS = ['AutoScalingGroupName', ...KEPT, ...SIZES];
const kept = (input: object): Partial<GroupRecord> =>
  Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = (input as Record<string, unknown>)[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

async function create(state: AutoScalingState, input: CreateAutoScalingGroupType, { caller }: Call) {
  const name = input.AutoScalingGroupName ?? '';
  if (!/^[^\p{Cc}:]{1,255}$/u.test(name)) {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'autoScalingGroupName' failed to satisfy constraint: Member must have length between 1 and 255`,
    );
  }
  if (state.groups.has(name)) {
    throw new AwsError(
      'AlreadyExists',
      `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
    );
  }
  const { MinSize = 0, MaxSize = 0 } = input;
  const sizes = { MinSize, MaxSize, DesiredCapacity: input.DesiredCapacity ?? MinSize };
  assertSizes(sizes);
  assertTags(input.Tags ?? []);
  const subnetIds = subnetsOf(state, input.VPCZoneIdentifier);
  await assertLaunchable(state, input);
  await assertMayLaunch(state, input, subnetIds, caller);
  await assertTargets(state, input);
  const { region } = state;
  const limit = region.settings.quotas['autoscaling/groups'] ?? 500;
  if (state.groups.size >= limit) {
    throw new AwsError(
      'LimitExceeded',
      'AutoScalingGroup limit exceeded. The maximum number of AutoScalingGroups for the account has been reached.',
    );
  }
  // "To create the default service-linked role if that role does not yet exist" (guide, "API permissions").
  const ownRole = region.roles.serviceLinked('autoscaling.amazonaws.com');
  if (input.ServiceLinkedRoleARN === undefined) ownRole.make(caller);
  const group: GroupRecord = {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: region.arn(
      'autoscaling',
      `autoScalingGroup:${state.uuid()}:autoScalingGroupName/${name}`,
    ),
    DefaultCooldown: 300,
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 0,
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: false,
    ServiceLinkedRoleARN: ownRole.arn,
    ...kept(input),
    ...sizes,
    AvailabilityZones: zonesOf(state, subnetIds),
    LoadBalancerNames: input.LoadBalancerNames ?? [],
    TargetGroupARNs: input.TargetGroupARNs ?? [],
    CreatedTime: state.now(),
    SuspendedProcesses: [],
    EnabledMetrics: [],
    tags: (input.Tags ?? []).map((tag) => tagOf(tag, name)),
    subnetIds,
    instances: [],
    activities: [],
    failingSince: undefined,
    retryMs: FIRST_RETRY_MS,
    isConverging: false,
    joined: new Map(),
  };
  state.groups.set(name, group);
  convergeSoon(
    state,
    group,
    `a user request created an AutoScalingGroup changing the desired capacity from 0 to ${group.DesiredCapacity}.`,
  );
  return {};
}

function zonesOf(state: AutoScalingState, subnetIds: readonly string[]): string[] {
  return [
    ...new Set(subnetIds.flatMap((id) => state.region.network.subnet(id)?.availabilityZone ?? [])),
  ].sort();
}

async function update(state: AutoScalingState, input: UpdateAutoScalingGroupType, { caller }: Call) {
  const managed = managedGroup(state, input.AutoScalingGroupName);
  if (managed) return resizeManaged(state, managed, input);
  const group = state.group(input.AutoScalingGroupName);
  const MinSize = input.MinSize ?? group.MinSize;
  const MaxSize = input.MaxSize ?? group.MaxSize;
  const DesiredCapacity =
    input.DesiredCapacity ?? Math.min(Math.max(group.DesiredCapacity, MinSize), Math.max(MaxSize, MinSize));
  assertSizes({ MinSize, MaxSize, DesiredCapacity });
  const next: GroupRecord = { ...group, ...kept(input) };
  if (input.LaunchTemplate) delete next.MixedInstancesPolicy;
  if (input.MixedInstancesPolicy) delete next.LaunchTemplate;
  const subnetIds =
    input.VPCZoneIdentifier === undefined ? group.subnetIds : subnetsOf(state, input.VPCZoneIdentifier);
  if (input.LaunchTemplate || input.MixedInstancesPolicy) {
    await assertLaunchable(state, next);
    await assertMayLaunch(state, next, subnetIds, caller);
  }
  const before = group.DesiredCapacity;
  if (input.LaunchTemplate) delete group.MixedInstancesPolicy;
  if (input.MixedInstancesPolicy) delete group.LaunchTemplate;
  Object.assign(group, kept(input), { MinSize, MaxSize, DesiredCapacity, subnetIds });
  group.AvailabilityZones = zonesOf(state, subnetIds);
  convergeSoon(
    state,
    group,
    `a user request update of AutoScalingGroup constraints to min: ${MinSize}, max: ${MaxSize}, desired: ${DesiredCapacity} changing the desired capacity from ${before} to ${DesiredCapacity}.`,
  );
  return {};
}

function assertWithin(desired: number, min: number, max: number): void {
  const [bound, value] = desired > max ? ['above max', max] : ['below min', min];
  if (desired > max || desired < min) {
    throw validationError(
      `New SetDesiredCapacity value ${desired} is ${bound} value ${value} for the AutoScalingGroup.`,
    );
  }
}

function setDesired(
  state: AutoScalingState,
  { AutoScalingGroupName, DesiredCapacity = 0 }: SetDesiredCapacityType,
) {
  const managed = managedGroup(state, AutoScalingGroupName);
  if (managed) {
    assertWithin(DesiredCapacity, managed.sizes.minSize, managed.sizes.maxSize);
    return resizeManaged(state, managed, { AutoScalingGroupName, DesiredCapacity });
  }
  const group = state.group(AutoScalingGroupName);
  assertWithin(DesiredCapacity, group.MinSize, group.MaxSize);
  const before = group.DesiredCapacity;
  group.DesiredCapacity = DesiredCapacity;
  convergeSoon(
    state,
    group,
    `a user request explicitly set group desired capacity changing the desired capacity from ${before} to ${DesiredCapacity}.`,
  );
  return {};
}

function remove(state: AutoScalingState, { AutoScalingGroupName, ForceDelete }: DeleteAutoScalingGroupType) {
  const group = state.group(AutoScalingGroupName);
  if (!ForceDelete && group.instances.length > 0) {
    throw new AwsError(
      'ResourceInUse',
      'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
    );
  }
  if (!ForceDelete && group.isConverging) {
    throw new AwsError(
      'ScalingActivityInProgress',
      'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
    );
  }
  if (group.instances.length === 0 && !group.isConverging) {
    state.groups.delete(group.AutoScalingGroupName);
    return {};
  }
  Object.assign(group, {
    Status: 'Delete in progress',
    MinSize: 0,
    MaxSize: 0,
    DesiredCapacity: 0,
    SuspendedProcesses: [],
  });
  convergeSoon(
    state,
    group,
    'a user request force deleted AutoScaling group changing the desired capacity to 0.',
  );
  return {};
}

export function groupOperations(state: AutoScalingState): Record<string, ModelledOperation> {
  return {
    CreateAutoScalingGroup: {
      members: CREATE_MEMBERS,
      run: (input: CreateAutoScalingGroupType, call) => create(state, input, call),
    },
    UpdateAutoScalingGroup: {
      members: UPDATE_MEMBERS,
      run: (input: UpdateAutoScalingGroupType, call) => update(state, input, call),
    },
    SetDesiredCapacity: {
      members: ['AutoScalingGroupName', 'DesiredCapacity'],
      run: (input: SetDesiredCapacityType) => setDesired(state, input),
    },
    DeleteAutoScalingGroup: {
      members: ['AutoScalingGroupName', 'ForceDelete'],
      run: (input: DeleteAutoScalingGroupType) => remove(state, input),
    },
  };
}
