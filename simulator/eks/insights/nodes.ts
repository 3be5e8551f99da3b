import type { InsightResourceDetail } from '@aws-sdk/client-eks';
import type { KubeNode } from '../../kubernetes/api/objects.ts';
import { NODES } from '../../kubernetes/api/resources.ts';
import { minorOfNode } from '../../kubernetes/controllers/drift.ts';
import { minorOf, NODE_SKEW } from '../clusters/versions.ts';
import type { ClusterRecord } from '../records.ts';
import { type Finding, passing, resourceAt, worst } from './check.ts';

const uriOf = ({ metadata }: KubeNode): string => `/api/v1/nodes/${metadata.name}`;

const nodesOf = ({ kubernetes }: ClusterRecord) =>
  kubernetes.store
    .list(NODES)
    .map((node) => ({ node, minor: minorOf(minorOfNode(node) ?? '') }))
    .filter(({ minor }) => !Number.isNaN(minor));

const UNDETERMINED: Finding = {
  status: 'UNKNOWN',
  reason: 'Unable to determine status of node kubelet versions.',
};

/**
 * "Checks for kubelet versions of worker nodes in the cluster to see if upgrade would cause non compliance with supported
 * Kubernetes kubelet version skew policy" (the guide's example output). Nodes that lag and would still comply are told
 * as a warning.
 */
export function upgradeSkew(cluster: ClusterRecord, target: string): Finding {
  const nodes = nodesOf(cluster);
  if (nodes.length === 0) return UNDETERMINED;
  const current = minorOf(cluster.description.version ?? '');
  const resources = nodes.flatMap(({ node, minor }): InsightResourceDetail[] => {
    if (minor >= current) return [];
    const breaks = minorOf(target) - minor > NODE_SKEW;
    return [
      resourceAt(
        uriOf(node),
        breaks ? 'ERROR' : 'WARNING',
        `Node kubelet version 1.${minor} is behind the cluster control plane version 1.${current}.`,
      ),
    ];
  });
  if (resources.length === 0) {
    return passing('Node kubelet versions match the cluster control plane version.');
  }
  return {
    status: worst(resources),
    reason: 'Node kubelet versions do not match the cluster control plane version.',
    resources,
  };
}

/**
 * No node may be newer than the API server. Auto Mode's nodes are rolled back before it; those of Fargate are told like
 * any other (guide, "Roll back a cluster", "Prepare worker nodes").
 */
export function rollbackSkew(cluster: ClusterRecord, target: string): Finding {
  const isRolledBack = ({ metadata }: KubeNode): boolean =>
    cluster.description.computeConfig?.enabled === true &&
    metadata.labels?.['karpenter.sh/nodepool'] !== undefined;
  const resources = nodesOf(cluster)
    .filter(({ node, minor }) => minor > minorOf(target) && !isRolledBack(node))
    .map(({ node, minor }) =>
      resourceAt(uriOf(node), 'ERROR', `Node kubelet version 1.${minor} is newer than ${target}.`),
    );
  if (resources.length === 0)
    return passing('Node kubelet versions are compatible with the previous version.');
  return { status: 'ERROR', reason: 'Node kubelet versions are newer than the previous version.', resources };
}

/** Whether nodes run Amazon Linux 2, for which there are no AMIs from 1.33 on (observed text of the insight). */
export function amazonLinux2(cluster: ClusterRecord, target: string): Finding {
  const status = minorOf(target) >= 33 ? 'ERROR' : 'WARNING';
  const resources = cluster.kubernetes.store
    .list(NODES)
    .filter((node) =>
      /^Amazon Linux 2$|^amazon-eks-(gpu-|arm64-)?node-1/.test(node.status.nodeInfo?.osImage ?? ''),
    )
    .map((node) => resourceAt(uriOf(node), status, 'The node runs Amazon Linux 2.'));
  if (resources.length === 0) return passing('No Amazon Linux 2 nodes detected.');
  return { status, reason: 'Amazon Linux 2 nodes detected.', resources };
}
