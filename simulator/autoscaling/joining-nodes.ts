import { kubeletVersion, kubernetesOfImage } from '../ami-releases.ts';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import type { InCluster } from '../eks/in-cluster.ts';
import type { Service } from '../service.ts';
import type { LaunchPlan } from './launch-plan.ts';
import type { AutoScalingState, GroupRecord } from './state.ts';
import { clusterToJoin, type Registration, registrationOf } from './user-data.ts';

/** The time after which a kubelet that is not let in tries again, and the time for which we watch it. */
const RETRY_MS = 10_000;
const PATIENCE_MS = 3_600_000;

/** Add-ons run on Linux nodes that no taint keeps them from. */
const runsAddons = ({ os, taints }: Registration): boolean =>
  os === 'linux' && taints.every(({ effect }) => effect === 'PreferNoSchedule');

const clusters = (state: AutoScalingState): InCluster =>
  (state.region.service('eks') as Service & { readonly inCluster: InCluster }).inCluster;

/** The role that an instance has by its profile; none where the profile was deleted meanwhile, as EC2 allows. */
async function roleOf(
  state: AutoScalingState,
  profile: LaunchPlan['instanceProfile'],
): Promise<string | undefined> {
  const name = profile?.Name ?? profile?.Arn?.split('/').at(-1);
  if (name === undefined) return undefined;
  const found = await state
    .ask<{ InstanceProfile: { readonly Roles: readonly { readonly Arn: string }[] } }>(
      'iam',
      'GetInstanceProfile',
      { InstanceProfileName: name },
    )
    .catch((error: unknown) => {
      if (error instanceof AwsError && error.code === 'NoSuchEntity') return undefined;
      throw error;
    });
  return found?.InstanceProfile.Roles[0]?.Arn;
}

/** Lets a running instance boot and join the cluster that its user data names, where its role is let in. */
export async function joinCluster(
  state: AutoScalingState,
  group: GroupRecord,
  plan: LaunchPlan,
  started: { readonly instanceId: string; readonly privateDnsName?: string },
): Promise<void> {
  const { instanceId } = started;
  const clusterName = clusterToJoin(plan.userData);
  if (clusterName === undefined || plan.userData === undefined) return;
  const { kernel, settings, name: region } = state.region;
  const registration = registrationOf(plan.userData);
  const span = kernel.trace.span({
    id: `${group.AutoScalingGroupARN}#node/${instanceId}`,
    kind: 'ec2/node-ready',
    region,
    cluster: clusterName,
    startedAt: kernel.now(),
    requires: [],
  });
  const ready = registration.os === 'windows' ? 'ec2/windows-node-ready' : 'ec2/node-ready';
  await kernel.sleep(sampleDurationMs(kernel, ready, settings.durationScale));
  const inCluster = clusters(state);
  const roleArn = await roleOf(state, plan.instanceProfile);
  const until = kernel.now() + PATIENCE_MS;
  const isLetIn = (arn: string): boolean =>
    inCluster.mayJoin(clusterName, arn) && inCluster.reachesApi(clusterName, instanceId);
  while (roleArn === undefined || !isLetIn(roleArn)) {
    const isGone = !group.instances.some((held) => held.InstanceId === instanceId);
    if (roleArn === undefined || isGone || kernel.now() >= until) return;
    await kernel.sleep(RETRY_MS);
  }
  span.endedAt = kernel.now();
  const record = group.instances.find((held) => held.InstanceId === instanceId);
  if (record?.LifecycleState !== 'InService') return;
  inCluster.joinNode(clusterName, {
    ...registration,
    name: started.privateDnsName ?? instanceId,
    instanceId,
    zone: record.AvailabilityZone ?? '',
    instanceType: record.InstanceType,
    ...softwareOf(state, plan, inCluster.version(clusterName)),
  });
  group.joined.set(instanceId, { clusterName, runsAddons: runsAddons(registration) });
  countNodes(inCluster, group, clusterName, span.id);
}

/** The software of an image; one whose name tells no version is taken for one of the cluster's. */
function softwareOf(state: AutoScalingState, { imageId = '' }: LaunchPlan, clusterVersion: string) {
  const name = state.region.network.imageName(imageId) ?? imageId;
  return { kubeletVersion: kubeletVersion(kubernetesOfImage(name) ?? clusterVersion), osImage: name };
}

/** Tells EKS how many nodes of a group add-ons can run on. */
function countNodes(inCluster: InCluster, group: GroupRecord, clusterName: string, spanId?: string): void {
  const count = [...group.joined.values()].filter(
    (node) => node.runsAddons && node.clusterName === clusterName,
  ).length;
  inCluster.setOtherNodes(clusterName, group.AutoScalingGroupName, count, spanId);
}

/** Their kubelets stop with the instances: Auto Scaling drains none (Auto Scaling guide, instance lifecycle). */
export function stopNodes(
  state: AutoScalingState,
  { joined }: GroupRecord,
  instanceIds: readonly string[],
): void {
  for (const instanceId of instanceIds) if (joined.has(instanceId)) clusters(state).loseNode(instanceId);
}

/** Tells EKS which nodes of a group are gone. */
export function leaveCluster(
  state: AutoScalingState,
  group: GroupRecord,
  instanceIds: readonly string[],
): void {
  for (const instanceId of instanceIds) {
    const node = group.joined.get(instanceId);
    if (!group.joined.delete(instanceId) || !node) continue;
    const inCluster = clusters(state);
    if (inCluster.hasCluster(node.clusterName)) countNodes(inCluster, group, node.clusterName);
  }
}
