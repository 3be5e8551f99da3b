import type { ErrorDetail } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { drainNodes, markLeaving, podCount } from '../in-kubernetes.ts';
import { terminateNodes } from '../nodes.ts';
import type { ClusterRecord, NodegroupRecord, NodeRecord } from '../records.ts';
import { endStrays, followDesiredSize, launch } from './nodes.ts';
import { giveSize } from './resize.ts';
import { desiredSizeOf } from './scaling-groups.ts';

/** "The maximum number is 100" (SDK typing of maxUnavailable). */
const MAX_UNAVAILABLE = 100;

/** A group whose nodes are being replaced. */
interface Rollout {
  readonly account: EksAccount;
  readonly cluster: ClusterRecord;
  readonly record: NodegroupRecord;
  readonly force: boolean;
}

/**
 * Replaces every node, as the guide's "Understand each phase of node updates" says: the group grows by twice its zones or
 * by maxUnavailable, whichever is more, and its old nodes take no new pods; then old nodes, in no order, are drained and
 * terminated, maxUnavailable at a time, and Auto Scaling starts others in their place; then the group shrinks to its size.
 * The MINIMAL strategy takes nodes out before it starts new ones. It cannot be stopped (containers-roadmap#1531). After a
 * failure the group has old nodes and new ones.
 */
export async function replaceNodes(rollout: Rollout): Promise<ErrorDetail | undefined> {
  const { account, cluster, record } = rollout;
  const { autoScaling } = record;
  autoScaling.isRollingOut = true;
  await record.scaling;
  await account.take('eks/node-group-setup');
  const old = inNoOrder(account, record.nodes);
  const batch = maxUnavailable(record);
  const isMinimal = record.description.updateConfig?.updateStrategy === 'MINIMAL';
  autoScaling.surge = isMinimal || old.length === 0 ? 0 : surgeOf(rollout, batch);
  let failure = await startNodes(rollout, autoScaling.surge);
  if (!isMinimal && !failure) markLeaving(cluster, old, true);
  for (let index = 0; index < old.length && !failure; index += batch) {
    const leaving = old.slice(index, index + batch);
    failure = await drain(rollout, leaving);
    if (failure) break;
    await remove(account, record, leaving);
    failure = await startNodes(rollout, leaving.length);
  }
  if (failure) markLeaving(cluster, old, false);
  await shrink(rollout, failure === undefined ? [] : old);
  autoScaling.isRollingOut = false;
  followDesiredSize(account, cluster, record);
  return failure;
}

/** "It randomly selects a node that needs to be upgraded" (EKS guide). */
function inNoOrder(account: EksAccount, nodes: readonly NodeRecord[]): NodeRecord[] {
  const stream = account.region.kernel.random('eks/rollout-order');
  const keyed = nodes.map((node) => ({ node, key: stream.next() }));
  return keyed.sort((left, right) => left.key - right.key).map(({ node }) => node);
}

function surgeOf({ account, record }: Rollout, batch: number): number {
  const zones = new Set(
    (record.description.subnets ?? []).map((id) => account.region.network.subnet(id)?.availabilityZone),
  );
  return Math.max(2 * zones.size, batch);
}

async function startNodes(
  { account, cluster, record }: Rollout,
  count: number,
): Promise<ErrorDetail | undefined> {
  if (count === 0) return undefined;
  const deadline = account.region.kernel.now() + account.settings.nodeUpdateTimeoutMs;
  const issue = await launch(account, cluster, record, count, deadline);
  if (!issue) return undefined;
  const resourceIds = [...record.strayInstanceIds];
  await endStrays(account, record);
  const errorMessage = `Couldn't proceed with upgrade process as new nodes are not joining node group ${record.description.nodegroupName}`;
  return { errorCode: 'NodeCreationFailure', errorMessage, resourceIds };
}

/** A percentage is rounded up, and one node at least is taken (SDK typing NodegroupUpdateConfig). */
function maxUnavailable(record: NodegroupRecord): number {
  const { maxUnavailable: count, maxUnavailablePercentage: percentage } =
    record.description.updateConfig ?? {};
  const share = percentage === undefined ? 1 : Math.ceil((record.nodes.length * percentage) / 100);
  return Math.min(MAX_UNAVAILABLE, Math.max(1, count ?? share));
}

/** Pods that cannot be evicted fail the update after 15 minutes, unless it is forced (containers-roadmap#1282). */
async function drain(
  { account, cluster, record, force }: Rollout,
  leaving: readonly NodeRecord[],
): Promise<ErrorDetail | undefined> {
  const nodegroupName = record.description.nodegroupName ?? '';
  const work = { kind: 'update', cluster: cluster.name, name: nodegroupName } as const;
  const evictable = () => !cluster.unevictable.has(nodegroupName);
  const [isWell, isEvictable, isEmpty] = await Promise.all([
    account.carryOut('eks/node-drain', work),
    account.until(cluster, evictable, account.settings.nodeUpdateTimeoutMs),
    drainNodes(account, cluster, leaving),
  ]);
  if (isWell && ((isEvictable && isEmpty) || force)) return undefined;
  return {
    errorCode: 'PodEvictionFailure',
    errorMessage: `Reached max retries while trying to evict pods from nodes in node group ${nodegroupName}`,
    resourceIds: leaving.map((node) => node.name),
  };
}

async function remove(
  account: EksAccount,
  record: NodegroupRecord,
  leaving: readonly NodeRecord[],
): Promise<void> {
  record.nodes = record.nodes.filter((node) => !leaving.includes(node));
  await terminateNodes(
    account,
    leaving.map((node) => node.instanceId),
  );
}

/**
 * Back to the desired size: Auto Scaling ends nodes once they are drained, or after 15 minutes (EKS guide). After a
 * failure the `old` ones that are left stay, and of the others those with the fewest pods go.
 */
async function shrink({ account, cluster, record }: Rollout, old: readonly NodeRecord[]): Promise<void> {
  const { autoScaling } = record;
  // "If [it] determines that the Cluster Autoscaler is scaling up the node group during the scale down phase, it exits
  // immediately without bringing the node group back to its original size" (EKS guide).
  if (autoScaling.growing > 0) giveSize(account, record, desiredSizeOf(record) + autoScaling.surge);
  autoScaling.surge = 0;
  const surplus = record.nodes.length + autoScaling.growing - desiredSizeOf(record);
  if (surplus <= 0) return;
  const isNew = (node: NodeRecord) => !old.includes(node);
  const order = inNoOrder(account, record.nodes);
  if (old.length > 0) {
    order.sort(
      (left, right) =>
        Number(isNew(right)) - Number(isNew(left)) || podCount(cluster, left) - podCount(cluster, right),
    );
  }
  const leaving = order.slice(0, surplus);
  record.drainingIds = new Set(leaving.map(({ instanceId }) => instanceId));
  await drainNodes(account, cluster, leaving);
  record.drainingIds = new Set();
  await remove(account, record, leaving);
}
