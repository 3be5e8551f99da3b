import type { Activity } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import { joinCluster, leaveCluster, stopNodes } from './joining-nodes.ts';
import { type LaunchPlan, launchPlan } from './launch-plan.ts';
import type { AutoScalingState, GroupRecord } from './state.ts';

/** Auto Scaling suspends launching for groups that failed for a day ("Administrative suspension", user guide). */
const ADMINISTRATIVE_SUSPENSION_MS = 24 * 3_600_000;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** The most activities that are kept; AWS keeps six weeks of them. */
const ACTIVITIES_KEPT = 100;

const isSuspended = (group: GroupRecord, process: string): boolean =>
  group.SuspendedProcesses?.some((held) => held.ProcessName === process) ?? false;

const countsAsCapacity = (state: string | undefined): boolean => state === 'Pending' || state === 'InService';

function startActivity(
  state: AutoScalingState,
  group: GroupRecord,
  description: string,
  cause: string,
): Activity {
  const activity: Activity = {
    ActivityId: state.uuid(),
    AutoScalingGroupName: group.AutoScalingGroupName,
    AutoScalingGroupARN: group.AutoScalingGroupARN,
    Description: description,
    Cause: `At ${state.now().toISOString().slice(0, 19)}Z ${cause}`,
    StartTime: state.now(),
    StatusCode: 'InProgress',
    Progress: 30,
    Details: JSON.stringify({ 'Subnet ID': group.subnetIds[0] }),
  };
  group.activities.unshift(activity);
  group.activities.length = Math.min(group.activities.length, ACTIVITIES_KEPT);
  return activity;
}

/**
 * Auto Scaling's text for a failed launch. For a group of mixed instances it names the purchase option, and EC2's
 * code (observed: containers-roadmap#2204).
 */
const told = (failure: AwsError, { MixedInstancesPolicy }: GroupRecord, spot: boolean): string =>
  MixedInstancesPolicy
    ? `Could not launch ${spot ? 'Spot' : 'On-Demand'} Instances. ${failure.code} - ${failure.message}`
    : failure.message;

function endActivity(state: AutoScalingState, activity: Activity, failure?: string): void {
  activity.StatusCode = failure === undefined ? 'Successful' : 'Failed';
  if (failure !== undefined) activity.StatusMessage = `${failure} Launching EC2 instance failed.`;
  activity.Progress = 100;
  activity.EndTime = state.now();
}

function tagsFor(group: GroupRecord, plan: LaunchPlan): Record<string, string> {
  const tags: Record<string, string> = { ...plan.tags };
  for (const tag of group.tags) if (tag.PropagateAtLaunch) tags[tag.Key ?? ''] = tag.Value ?? '';
  return {
    ...tags,
    'aws:autoscaling:groupName': group.AutoScalingGroupName,
    'aws:ec2launchtemplate:id': plan.template.id,
    'aws:ec2launchtemplate:version': String(plan.template.version),
  };
}

/** Starts one instance; its record stands in the group from the moment that EC2 accepted it. */
async function launchOne(
  state: AutoScalingState,
  group: GroupRecord,
  plan: LaunchPlan,
  spot: boolean,
  cause: string,
): Promise<AwsError | undefined> {
  const activity = startActivity(state, group, 'Launching a new EC2 instance', cause);
  const pending = { InstanceId: '', spot };
  group.instances.push({
    ...pending,
    InstanceType: plan.instanceTypes[0] ?? '',
    AvailabilityZone: undefined,
    LifecycleState: 'Pending',
    HealthStatus: 'Healthy',
    ProtectedFromScaleIn: group.NewInstancesProtectedFromScaleIn ?? false,
    LaunchTemplate: {
      LaunchTemplateId: plan.template.id,
      LaunchTemplateName: plan.template.name,
      Version: String(plan.template.version),
    },
  });
  const record = group.instances.at(-1) as GroupRecord['instances'][number];
  const forget = (): void => {
    group.instances = group.instances.filter((held) => held !== record);
  };
  try {
    const [started] = await state.region.network.launchInstances({
      count: 1,
      instanceTypes: plan.instanceTypes,
      subnetIds: byCount(group),
      groupIds: plan.groupIds,
      tags: tagsFor(group, plan),
      spot,
      ...(plan.imageId !== undefined && { imageId: plan.imageId }),
      ...(plan.keyName !== undefined && { keyName: plan.keyName }),
    });
    if (!started) return forget() as undefined;
    record.InstanceId = started.instanceId;
    record.InstanceType = started.instanceType ?? record.InstanceType;
    record.AvailabilityZone = state.region.network.subnet(started.subnetId)?.availabilityZone;
    record.LifecycleState = 'InService';
    activity.Description = `Launching a new EC2 instance: ${started.instanceId}`;
    endActivity(state, activity);
    state.region.kernel.after(0, () => joinCluster(state, group, plan, started));
    return undefined;
  } catch (error) {
    forget();
    if (!(error instanceof AwsError)) throw error;
    endActivity(state, activity, told(error, group, spot));
    return error;
  }
}

/** The group's subnets, those with the fewest instances first: Auto Scaling balances its zones. */
function byCount(group: GroupRecord): string[] {
  const start = group.instances.length % Math.max(1, group.subnetIds.length);
  return [...group.subnetIds.slice(start), ...group.subnetIds.slice(0, start)];
}

async function launch(
  state: AutoScalingState,
  group: GroupRecord,
  count: number,
  cause: string,
): Promise<AwsError | undefined> {
  const plan = launchPlan(state, group);
  const onDemandWanted = plan.onDemandOf(group.DesiredCapacity);
  const onDemandHeld = group.instances.filter((held) => !held.spot).length;
  const onDemand = Math.min(count, Math.max(0, onDemandWanted - onDemandHeld));
  const failures = await Promise.all(
    Array.from({ length: count }, (_, index) => launchOne(state, group, plan, index >= onDemand, cause)),
  );
  return failures.find((failure) => failure !== undefined);
}

async function terminate(
  state: AutoScalingState,
  group: GroupRecord,
  count: number,
  cause: string,
): Promise<void> {
  const zones = new Map<string | undefined, number>();
  for (const held of group.instances)
    zones.set(held.AvailabilityZone, (zones.get(held.AvailabilityZone) ?? 0) + 1);
  const candidates = group.instances
    .filter(
      (held) =>
        held.LifecycleState === 'InService' && (!held.ProtectedFromScaleIn || group.Status !== undefined),
    )
    .sort((a, b) => (zones.get(b.AvailabilityZone) ?? 0) - (zones.get(a.AvailabilityZone) ?? 0))
    .slice(0, count);
  if (candidates.length > 0) await beginToEnd(state, group, candidates, cause).ended;
}

/** Ends instances of a group: their activities begin at once, and end with them. */
export function beginToEnd(
  state: AutoScalingState,
  group: GroupRecord,
  leaving: GroupRecord['instances'],
  cause: string,
): { readonly activities: readonly Activity[]; readonly ended: Promise<void> } {
  const activities = leaving.map((held) => {
    held.LifecycleState = 'Terminating';
    return startActivity(state, group, `Terminating EC2 instance: ${held.InstanceId}`, cause);
  });
  const ids = leaving.map((held) => held.InstanceId);
  const end = async (): Promise<void> => {
    stopNodes(state, group, ids);
    await state.region.network.terminateInstances(ids);
    group.instances = group.instances.filter((held) => !leaving.includes(held));
    for (const activity of activities) endActivity(state, activity);
    leaveCluster(state, group, ids);
  };
  return { activities, ended: end() };
}

/**
 * Brings a group to its desired capacity, one run at a time. Failures are tried again after a minute, then after ever
 * longer waits, until a day without success suspends launching. `cause` is the text of its activities.
 */
export async function converge(state: AutoScalingState, group: GroupRecord, cause: string): Promise<void> {
  if (group.isConverging) return;
  group.isConverging = true;
  const { kernel } = state.region;
  try {
    for (;;) {
      const held = group.instances.filter((instance) => countsAsCapacity(instance.LifecycleState)).length;
      const missing = group.DesiredCapacity - held;
      if (missing < 0 && !isSuspended(group, 'Terminate')) {
        const before = group.instances.length;
        await terminate(state, group, -missing, cause);
        if (group.instances.length === before) return;
      } else if (missing > 0 && !isSuspended(group, 'Launch')) {
        const failure = await launch(state, group, missing, cause);
        if (failure) return retryLater(state, group, cause);
        group.failingSince = undefined;
        group.retryMs = FIRST_RETRY_MS;
      } else return;
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const activity = startActivity(state, group, 'Launching a new EC2 instance', cause);
    endActivity(state, activity, error.message);
    retryLater(state, group, cause);
  } finally {
    group.isConverging = false;
    if (state.groups.get(group.AutoScalingGroupName) === group)
      kernel.after(0, () => settleDeletion(state, group));
  }
}

function retryLater(state: AutoScalingState, group: GroupRecord, cause: string): void {
  const { kernel } = state.region;
  group.failingSince ??= kernel.now();
  if (kernel.now() - group.failingSince >= ADMINISTRATIVE_SUSPENSION_MS) {
    group.SuspendedProcesses = [
      ...(group.SuspendedProcesses ?? []),
      {
        ProcessName: 'Launch',
        SuspensionReason: `Administrative Suspension at ${state.now().toISOString()}`,
      },
    ];
    return;
  }
  const ms = group.retryMs;
  group.retryMs = Math.min(LONGEST_RETRY_MS, ms * 2);
  kernel.after(ms, () => {
    if (state.groups.get(group.AutoScalingGroupName) === group) return converge(state, group, cause);
  });
}

/** A group that is being deleted goes away with its last instance. */
function settleDeletion(state: AutoScalingState, group: GroupRecord): void {
  if (group.Status === undefined || group.isConverging || group.instances.length > 0) return;
  state.groups.delete(group.AutoScalingGroupName);
}

/** Begins to converge in the background, after the moment that Auto Scaling takes to see a change. */
export function convergeSoon(state: AutoScalingState, group: GroupRecord, cause: string): void {
  const { kernel, settings } = state.region;
  const ms = sampleDurationMs(kernel, 'autoscaling/scaling-delay', settings.durationScale);
  kernel.after(ms, () => converge(state, group, cause));
}

export { FIRST_RETRY_MS };
