import type {
  DeleteNodegroupRequest,
  DescribeNodegroupRequest,
  ListNodegroupsRequest,
  ListNodegroupsResponse,
  Nodegroup,
} from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { resourceInUse, resourceNotFound } from '../errors.ts';
import { drainNodes } from '../in-kubernetes.ts';
import { terminateNodes } from '../nodes.ts';
import { page } from '../pagination.ts';
import type { ClusterRecord, NodegroupRecord } from '../records.ts';

export function findNodegroup(
  account: EksAccount,
  clusterName: string | undefined,
  nodegroupName: string | undefined,
): { readonly cluster: ClusterRecord; readonly record: NodegroupRecord } {
  const cluster = account.cluster(clusterName);
  const record = cluster.nodegroups.get(nodegroupName ?? '');
  if (!record) {
    throw resourceNotFound(`No node group found for name: ${nodegroupName}.`, { clusterName, nodegroupName });
  }
  return { cluster, record };
}

export function describeNodegroup(
  account: EksAccount,
  input: DescribeNodegroupRequest,
): { nodegroup: Nodegroup } {
  const { record } = findNodegroup(account, input.clusterName, input.nodegroupName);
  return { nodegroup: record.description };
}

export function listNodegroups(account: EksAccount, input: ListNodegroupsRequest): ListNodegroupsResponse {
  const cluster = account.cluster(input.clusterName);
  const { items, ...rest } = page([...cluster.nodegroups.keys()].sort(), (name) => name, input);
  return { nodegroups: items, ...rest };
}

export function deleteNodegroup(
  account: EksAccount,
  input: DeleteNodegroupRequest,
): { nodegroup: Nodegroup } {
  const { cluster, record } = findNodegroup(account, input.clusterName, input.nodegroupName);
  const { description } = record;
  if (description.status === 'UPDATING' || description.status === 'DELETING') {
    throw resourceInUse(`Nodegroup cannot be deleted as it is currently in ${description.status} state`, {
      clusterName: input.clusterName,
      nodegroupName: input.nodegroupName,
    });
  }
  description.status = 'DELETING';
  description.modifiedAt = account.now();
  const span = account.startSpan(
    'eks/node-group-delete',
    description.nodegroupArn ?? '',
    'delete',
    cluster.name,
    [record.createSpanId],
  );
  account.inBackground(async () => {
    await account.take('eks/node-group-delete');
    account.changed(cluster);
    await record.scaling;
    record.drainingIds = new Set(record.nodes.map((node) => node.instanceId));
    await drainNodes(account, cluster, record.nodes, account.settings.nodeDeleteTimeoutMs);
    await terminateNodes(account, [
      ...record.nodes.map((node) => node.instanceId),
      ...record.strayInstanceIds,
    ]);
    record.nodes = [];
    account.endSpan(span);
    finishDelete(account, cluster, record);
    account.changed(cluster);
  });
  return { nodegroup: description };
}

/** A security group that something still uses stops the deletion (terraform-provider-aws#20405). */
function finishDelete(account: EksAccount, cluster: ClusterRecord, record: NodegroupRecord): void {
  const { description } = record;
  const { network } = account.region;
  const groupId = description.resources?.remoteAccessSecurityGroup;
  if (groupId !== undefined) {
    network.deleteSecurityGroup(groupId);
    if (network.securityGroup(groupId)) {
      description.status = 'DELETE_FAILED';
      const message = 'DependencyViolation - resource has a dependent object';
      description.health = {
        issues: [{ code: 'Ec2SecurityGroupDeletionFailure', message, resourceIds: [groupId] }],
      };
      return;
    }
  }
  cluster.nodegroups.delete(description.nodegroupName ?? '');
  forgetNodeRole(cluster, description.nodeRole ?? '');
}

/** The role's entry goes with the last group that uses it (guide, "Delete a managed node group"). */
function forgetNodeRole(cluster: ClusterRecord, nodeRole: string): void {
  const used = [...cluster.nodegroups.values()].some(({ description }) => description.nodeRole === nodeRole);
  const entry = cluster.accessEntries.get(nodeRole);
  if (!used && entry?.description.type?.startsWith('EC2_')) cluster.accessEntries.delete(nodeRole);
}
