import type { UpdateClusterConfigRequest } from '@aws-sdk/client-eks';
import { grantAccess } from '../access/entries.ts';
import type { EksAccount } from '../account.ts';
import { invalidParameter, invalidRequest } from '../errors.ts';
import { fingerprint } from '../fingerprint.ts';
import { showAutoMode } from '../in-kubernetes.ts';
import type { ClusterRecord } from '../records.ts';
import { checkNodeTrust } from '../roles.ts';
import type { ConfigChange } from './config-change.ts';
import { checkAutoMode } from './configuration.ts';

/** Enables, changes or disables Auto Mode (guide, "Enable EKS Auto Mode on existing EKS clusters"). */
export function autoModeChange(
  account: EksAccount,
  cluster: ClusterRecord,
  input: UpdateClusterConfigRequest,
): ConfigChange {
  const { name, description } = cluster;
  const enabled = checkAutoMode(input, name) === true;
  const current = description.computeConfig;
  const roleArn = input.computeConfig?.nodeRoleArn;
  if (description.accessConfig?.authenticationMode === 'CONFIG_MAP' && enabled) {
    throw invalidParameter(
      'When Compute Config is enabled, authentication mode must be API or API_AND_CONFIG_MAP.',
      {
        clusterName: name,
      },
    );
  }
  if (current?.enabled && current.nodeRoleArn && enabled && roleArn && roleArn !== current.nodeRoleArn) {
    throw invalidParameter('nodeRoleArn of the Compute Config cannot be changed once it is set.', {
      clusterName: name,
    });
  }
  const next = enabled ? { ...input.computeConfig, enabled } : undefined;
  if (fingerprint(next ?? {}) === fingerprint(current ?? {})) {
    throw invalidRequest('No changes needed for EKS Auto Mode configuration provided', { clusterName: name });
  }
  if (roleArn !== undefined) checkNodeTrust(account, roleArn, { clusterName: name });
  return {
    type: 'AutoModeUpdate',
    params: [
      { type: 'ComputeConfig', value: JSON.stringify(input.computeConfig) },
      { type: 'KubernetesNetworkConfig', value: JSON.stringify(input.kubernetesNetworkConfig) },
      { type: 'StorageConfig', value: JSON.stringify(input.storageConfig) },
    ],
    apply: () => applyAutoMode(account, cluster, next),
  };
}

/** EKS makes an instance profile for the nodes (AWS managed policy AmazonEKSComputePolicy). */
export function holdNodeRole(account: EksAccount, cluster: ClusterRecord, nodeRoleArn: string): void {
  if (cluster.releaseNodeRole) return;
  const name = `eks-${account.region.name}-${cluster.name}-${account.ids.text(20, '0123456789')}`;
  cluster.releaseNodeRole = account.region.roles.holdInProfile(nodeRoleArn, name);
}

/** Removes the nodes' instance profile some time later; nobody waits for that (aws/containers-roadmap#2531). */
export function letGoOfNodeRole(account: EksAccount, cluster: ClusterRecord): void {
  const { releaseNodeRole } = cluster;
  if (!releaseNodeRole) return;
  delete cluster.releaseNodeRole;
  account.inBackground(async () => {
    await account.take('eks/auto-profile-delete');
    releaseNodeRole();
  });
}

function applyAutoMode(
  account: EksAccount,
  cluster: ClusterRecord,
  next: UpdateClusterConfigRequest['computeConfig'],
): void {
  const { description } = cluster;
  const enabled = next !== undefined;
  description.kubernetesNetworkConfig = {
    ...description.kubernetesNetworkConfig,
    elasticLoadBalancing: { enabled },
  };
  if (next) {
    description.computeConfig = next;
    description.storageConfig = { blockStorage: { enabled } };
    if (next.nodeRoleArn) {
      grantAccess(account, cluster, next.nodeRoleArn, 'EC2', ['AmazonEKSAutoNodePolicy']);
      holdNodeRole(account, cluster, next.nodeRoleArn);
    }
    showAutoMode(cluster);
    return;
  }
  letGoOfNodeRole(account, cluster);
  delete description.computeConfig;
  delete description.storageConfig;
  showAutoMode(cluster);
}
