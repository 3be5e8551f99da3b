import type { Activity, TerminateInstanceInAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { sampleDurationMs } from '../durations.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import { beginToEnd, convergeSoon } from './converge.ts';
import { leaveCluster, stopNodes } from './joining-nodes.ts';
import { type AutoScalingState, type GroupRecord, validationError } from './state.ts';

/** The group that an instance is in. */
export const groupOfInstance = (
  state: AutoScalingState,
  instanceId: string | undefined,
): GroupRecord | undefined =>
  [...state.groups.values()].find(({ instances }) =>
    instances.some(({ InstanceId }) => InstanceId !== '' && InstanceId === instanceId),
  );

/**
 * Ends one instance, whose place another takes unless the desired capacity is decremented with it (API reference,
 * TerminateInstanceInAutoScalingGroup: "This call simply makes a termination request"). No pod is evicted before.
 */
function terminate(
  state: AutoScalingState,
  { InstanceId: id, ShouldDecrementDesiredCapacity: decrements }: TerminateInstanceInAutoScalingGroupType,
): { Activity: Activity | undefined } {
  const { kernel } = state.region;
  const group = groupOfInstance(state, id);
  const record = group?.instances.find(({ InstanceId }) => InstanceId === id);
  if (!group || !record) {
    throw validationError(`Instance Id not found - No managed instance found for instance ID: ${id}`);
  }
  if (decrements === undefined) {
    throw validationError(
      "1 validation error detected: Value null at 'shouldDecrementDesiredCapacity' failed to satisfy constraint: Member must not be null",
    );
  }
  if (decrements && group.DesiredCapacity - 1 < group.MinSize) {
    throw validationError(
      `Currently, desiredSize equals minSize (${group.MinSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
    );
  }
  if (record.LifecycleState !== 'InService') {
    throw validationError(`The instance ${id} is not in InService or Standby.`);
  }
  const before = group.DesiredCapacity;
  if (decrements) group.DesiredCapacity -= 1;
  const cause = decrements
    ? `instance ${id} was taken out of service in response to a user request, shrinking the capacity from ${before} to ${before - 1}.`
    : `instance ${id} was taken out of service in response to a user request.`;
  const { activities, ended } = beginToEnd(state, group, [record], cause);
  ended.catch((error: unknown) => kernel.fail(error));
  if (!decrements) {
    convergeSoon(
      state,
      group,
      'an instance was started in response to a difference between desired and actual capacity.',
    );
  }
  return { Activity: activities[0] };
}

/**
 * Notices that somebody ended an instance past the group: its kubelet stops at once, and the group's health check takes it
 * out and starts another (Auto Scaling guide, "Health checks for instances in an Auto Scaling group"). False where it is
 * in no group of the account's own.
 */
export function noticeEnd(state: AutoScalingState, instanceId: string): boolean {
  const group = groupOfInstance(state, instanceId);
  const record = group?.instances.find(({ InstanceId }) => InstanceId === instanceId);
  if (!group || !record) return false;
  if (record.LifecycleState !== 'InService') return true;
  record.LifecycleState = 'Terminating';
  record.HealthStatus = 'Unhealthy';
  stopNodes(state, group, [instanceId]);
  const { kernel, settings } = state.region;
  kernel.after(sampleDurationMs(kernel, 'autoscaling/health-check', settings.durationScale), () => {
    group.instances = group.instances.filter((held) => held !== record);
    leaveCluster(state, group, [instanceId]);
    convergeSoon(
      state,
      group,
      'an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.',
    );
  });
  return true;
}

export function terminateOperations(state: AutoScalingState): Record<string, ModelledOperation> {
  return {
    TerminateInstanceInAutoScalingGroup: {
      members: ['InstanceId', 'ShouldDecrementDesiredCapacity'],
      run: (input: TerminateInstanceInAutoScalingGroupType) => terminate(state, input),
    },
  };
}
