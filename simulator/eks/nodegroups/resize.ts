import { sampleDurationMs } from '../../durations.ts';
import { refuseUnmodelled } from '../../modelled-members.ts';
import type { EksAccount } from '../account.ts';
import type { ClusterRecord, NodegroupRecord } from '../records.ts';
import { endStrays, followDesiredSize, launch } from './nodes.ts';
import { desiredSizeOf } from './scaling-groups.ts';

/**
 * Gives the Auto Scaling group of a managed node group another desired capacity past EKS, within its bounds: "When the
 * Cluster Autoscaler is used, the desiredSize parameter is altered by the Cluster Autoscaler (but can be out-of-date for short
 * periods of time)" (EKS API reference, NodegroupScalingConfig). Also while the group is UPDATING: the guide's phases
 * of node updates reckon with a Cluster Autoscaler that scales up meanwhile.
 */
export function resizeScalingGroup(account: EksAccount, name: string, desiredCapacity: number): void {
  for (const cluster of account.clusters.values()) {
    for (const record of cluster.nodegroups.values()) {
      if (record.description.resources?.autoScalingGroups?.[0]?.name === name)
        resize(account, cluster, record, desiredCapacity - record.autoScaling.surge);
    }
  }
}

function resize(account: EksAccount, cluster: ClusterRecord, record: NodegroupRecord, desired: number): void {
  const { autoScaling } = record;
  const more = desired - desiredSizeOf(record);
  if (more === 0) return;
  if (autoScaling.isRollingOut && more < 0)
    refuseUnmodelled(
      account.region.kernel,
      'a smaller desired capacity of the Auto Scaling group of a managed node group whose nodes are being replaced',
    );
  giveSize(account, record, desired);
  if (autoScaling.isRollingOut) account.inBackground(() => grow(account, cluster, record, more));
  else followDesiredSize(account, cluster, record);
}

/** Nodes that come up beside those that an update replaces; what does not start is tried again once the update is over. */
async function grow(
  account: EksAccount,
  cluster: ClusterRecord,
  record: NodegroupRecord,
  count: number,
): Promise<void> {
  record.autoScaling.growing += count;
  const deadline = account.region.kernel.now() + account.settings.nodeUpdateTimeoutMs;
  const issue = await launch(account, cluster, record, count, deadline);
  record.autoScaling.growing -= count;
  if (issue) await endStrays(account, record);
  if (!record.autoScaling.isRollingOut) followDesiredSize(account, cluster, record);
  account.changed(cluster);
}

/** Gives the group a size that DescribeNodegroup shows a little later, unless another has come meanwhile. */
export function giveSize(account: EksAccount, record: NodegroupRecord, desired: number): void {
  const { kernel, settings } = account.region;
  record.autoScaling.desiredSize = desired;
  kernel.after(sampleDurationMs(kernel, 'eks/scaling-config-follow', settings.durationScale), () => {
    if (record.autoScaling.desiredSize !== desired) return;
    record.description.scalingConfig = { ...record.description.scalingConfig, desiredSize: desired };
    record.autoScaling.desiredSize = undefined;
  });
}
