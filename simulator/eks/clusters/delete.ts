import type { DeleteClusterRequest, DeleteClusterResponse } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { invalidRequest, resourceInUse } from '../errors.ts';
import { deleteClusterNetwork } from '../network/cluster-network.ts';
import { terminateNodes } from '../nodes.ts';
import type { ClusterRecord } from '../records.ts';
import { letGoOfNodeRole } from './auto-mode.ts';

export function deleteCluster(account: EksAccount, input: DeleteClusterRequest): DeleteClusterResponse {
  const cluster = account.cluster(input.name);
  checkDeletable(cluster);
  const { description } = cluster;
  description.status = 'DELETING';
  cluster.kubernetes.drift.end();
  const span = account.startSpan('eks/control-plane-delete', cluster.arn, 'delete', cluster.name, [
    cluster.createSpanId,
  ]);
  account.inBackground(async () => {
    await account.take('eks/control-plane-delete');
    await terminateNodes(
      account,
      cluster.autoNodes.map((node) => node.instanceId),
    );
    deleteClusterNetwork(account, cluster);
    account.clusters.delete(cluster.name);
    letGoOfNodeRole(account, cluster);
    account.endSpan(span);
    account.changed(cluster);
  });
  return { cluster: description };
}

/** Refuses while something is attached to the cluster, in the observed order and words (errors of DeleteCluster). */
function checkDeletable(cluster: ClusterRecord): void {
  const { name, description } = cluster;
  const members = { clusterName: name };
  if (description.status === 'DELETING') {
    throw resourceInUse(`Cluster ${name} is currently being deleted`, members);
  }
  if (description.deletionProtection && description.status === 'ACTIVE') {
    throw invalidRequest(
      `Cluster ${name} has deletion protection enabled. Disable deletion protection before deleting the cluster.`,
      members,
    );
  }
  const [nodegroupName] = cluster.nodegroups.keys();
  if (nodegroupName !== undefined) {
    throw resourceInUse('Cluster has nodegroups attached', { ...members, nodegroupName });
  }
  if (cluster.fargateProfiles.size > 0) {
    throw resourceInUse('Cluster has Fargate Profiles in ACTIVE/CREATING state', members);
  }
  if (cluster.capabilities.size > 0) throw resourceInUse('Cluster has capabilities attached', members);
  if (cluster.running) {
    throw resourceInUse(`Cannot delete because cluster ${name} currently has an update in progress`, members);
  }
}
