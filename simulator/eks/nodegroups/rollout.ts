import type { ErrorDetail } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { drainNodes } from '../in-kubernetes.ts';
import { terminateNodes } from '../nodes.ts';
import type { ClusterRecord, NodegroupRecord, NodeRecord } from '../records.ts';
import { endStrays, launch } from './nodes.ts';

/** "The maximum number is 100" (SDK typing of maxUnavailable). */
const MAX_UNAVAILABLE = 100;

/**
 * Replaces every node, as the guide's "Understand each phase of node updates" says: the group grows by twice its
 * zones or by maxUnavailable, whichever is more; then old nodes are drained and replaced, maxUnavailable at a
 * time; then it shrinks to its size. The MINIMAL strategy takes nodes out before it starts new ones.
 */
export async function replaceNodes(
  account: EksAccount,
  cluster: ClusterRecord,
  record: NodegroupRecord,
  force: boolean,
): Promise<ErrorDetail | undefined> {
  const { description } = record;
  await record.scaling;
  const nodegroupName = description.nodegroupName ?? '';
  const old = [...record.nodes];
  const batch = maxUnavailable(record);
  const minimal = description.updateConfig?.updateStrategy === 'MINIMAL';
  const zones = new Set(
    (description.subnets ?? []).map((id) => account.region.network.subnet(id)?.availabilityZone),
  );
  const surge = minimal || old.length === 0 ? 0 : Math.max(2 * zones.size, batch);
  const added: NodeRecord[] = [];
  const startNodes = async (count: number): Promise<ErrorDetail | undefined> => {
    if (count === 0) return undefined;
    const deadline = account.region.kernel.now() + account.settings.nodeUpdateTimeoutMs;
    const before = new Set(record.nodes);
    const issue = await launch(account, cluster, record, count, deadline);
    added.push(...record.nodes.filter((node) => !before.has(node)));
    if (!issue) return undefined;
    const resourceIds = [...record.strayInstanceIds];
    await endStrays(account, record);
    const message = `Couldn't proceed with upgrade process as new nodes are not joining node group ${nodegroupName}`;
    return { errorCode: 'NodeCreationFailure', errorMessage: message, resourceIds };
  };
  let failure = await startNodes(surge);
  for (let index = 0; index < old.length && !failure; index += batch) {
    const leaving = old.slice(index, index + batch);
    failure = await drain(account, cluster, nodegroupName, leaving, force);
    if (failure) break;
    await remove(account, record, leaving);
    failure = await startNodes(
      Math.max(0, (description.scalingConfig?.desiredSize ?? 0) - record.nodes.length),
    );
  }
  await shrink(account, record, failure ? added : []);
  return failure;
}

function maxUnavailable(record: NodegroupRecord): number {
  const { maxUnavailable: count, maxUnavailablePercentage: percentage } =
    record.description.updateConfig ?? {};
  const share = percentage === undefined ? 1 : Math.ceil((record.nodes.length * percentage) / 100);
  return Math.min(MAX_UNAVAILABLE, Math.max(1, count ?? share));
}

/** Pods that cannot be evicted fail the update after 15 minutes, unless it is forced (containers-roadmap#1282). */
async function drain(
  account: EksAccount,
  cluster: ClusterRecord,
  nodegroupName: string,
  leaving: readonly NodeRecord[],
  force: boolean,
): Promise<ErrorDetail | undefined> {
  const work = { kind: 'update', cluster: cluster.name, name: nodegroupName } as const;
  const isWell = await account.carryOut('eks/node-drain', work);
  const evictable = () => !cluster.unevictable.has(nodegroupName);
  const [isEvictable, isEmpty] = await Promise.all([
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

/** Back to the desired size: newest first after a failure, so that the old nodes stay. */
async function shrink(
  account: EksAccount,
  record: NodegroupRecord,
  first: readonly NodeRecord[],
): Promise<void> {
  const surplus = record.nodes.length - (record.description.scalingConfig?.desiredSize ?? 0);
  if (surplus <= 0) return;
  const order = [...first, ...record.nodes.filter((node) => !first.includes(node))];
  await remove(account, record, order.slice(0, surplus));
}
