import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import type { InCluster } from '../eks/in-cluster.ts';
import type { Service } from '../service.ts';
import type { LaunchPlan } from './launch-plan.ts';
import type { AutoScalingState, GroupRecord } from './state.ts';

/** How often a kubelet that is not let in tries again, and for how long we watch it. */
const RETRY_MS = 10_000;
const PATIENCE_MS = 3_600_000;

/**
 * The cluster that an instance's user data tells it to join, in the forms that the EKS images read: nodeadm's
 * NodeConfig, `/etc/eks/bootstrap.sh`, Bottlerocket's settings and Windows' bootstrap script (EKS guide,
 * "Self-managed nodes").
 */
const JOINS: readonly RegExp[] = [
  /"?cluster"?:\s*\{?\s*"?name"?:\s*"?([\w-]+)/,
  /bootstrap\.sh\s+(?:--\S+\s+\S+\s+)*['"]?([\w-]+)/,
  /cluster-name"?\s*=\s*"([\w-]+)"/,
  /-EKSClusterName\s+["']?([\w-]+)/,
  /\$EKSClusterName\s*=\s*["']([\w-]+)/,
];

export function clusterToJoin(userData: string | undefined): string | undefined {
  if (userData === undefined) return undefined;
  const text = textOf(userData);
  return JOINS.map((form) => form.exec(text)?.[1]).find((name) => name !== undefined);
}

const textOf = (userData: string): string => Buffer.from(userData, 'base64').toString('utf8');

const isWindows = (userData: string): boolean => textOf(userData).includes('<powershell>');

/** Add-ons run on Linux nodes that no taint keeps them from. */
function runsAddons(userData: string): boolean {
  const isTainted = /register-with-taints=[^\s"']*:No(Schedule|Execute)|node-taints/.test(textOf(userData));
  return !isWindows(userData) && !isTainted;
}

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
  instanceId: string,
): Promise<void> {
  const clusterName = clusterToJoin(plan.userData);
  if (clusterName === undefined || plan.userData === undefined) return;
  const { kernel, settings, name: region } = state.region;
  const counts = runsAddons(plan.userData);
  const span = kernel.trace.span({
    id: `${group.AutoScalingGroupARN}#node/${instanceId}`,
    kind: 'ec2/node-ready',
    region,
    cluster: clusterName,
    startedAt: kernel.now(),
    requires: [],
  });
  const ready = isWindows(plan.userData) ? 'ec2/windows-node-ready' : 'ec2/node-ready';
  await kernel.sleep(sampleDurationMs(kernel, ready, settings.durationScale));
  const { inCluster } = state.region.service('eks') as Service & { readonly inCluster: InCluster };
  const roleArn = await roleOf(state, plan.instanceProfile);
  const until = kernel.now() + PATIENCE_MS;
  while (roleArn === undefined || !inCluster.mayJoin(clusterName, roleArn)) {
    const isGone = !group.instances.some((held) => held.InstanceId === instanceId);
    if (roleArn === undefined || isGone || kernel.now() >= until) return;
    await kernel.sleep(RETRY_MS);
  }
  span.endedAt = kernel.now();
  if (!counts) return;
  group.joined.set(instanceId, clusterName);
  inCluster.setOtherNodes(clusterName, group.AutoScalingGroupName, group.joined.size, span.id);
}

/** Tells EKS which nodes of a group are gone. */
export function leaveCluster(
  state: AutoScalingState,
  group: GroupRecord,
  instanceIds: readonly string[],
): void {
  for (const instanceId of instanceIds) {
    const clusterName = group.joined.get(instanceId);
    if (clusterName === undefined) continue;
    group.joined.delete(instanceId);
    const { inCluster } = state.region.service('eks') as Service & { readonly inCluster: InCluster };
    if (inCluster.hasCluster(clusterName))
      inCluster.setOtherNodes(clusterName, group.AutoScalingGroupName, group.joined.size);
  }
}
