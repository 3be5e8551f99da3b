import type { Update, UpdateClusterVersionRequest } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { invalidParameter, invalidRequest, invalidState } from '../errors.ts';
import { hasBlockingInsight } from '../insights.ts';
import { checkFreeAddresses, FREE_ADDRESSES_TO_UPDATE } from '../network/cluster-network.ts';
import type { ClusterRecord } from '../records.ts';
import { validate } from '../validate.ts';
import { UPDATE_CLUSTER_VERSION } from './shapes.ts';
import { startClusterUpdate } from './updates.ts';
import { minorOf, offeredVersion } from './versions.ts';

/** kubelet may be three minors older than the API server (Kubernetes version skew policy, from 1.25). */
const NODE_SKEW = 3;
/** A rollback is open for seven days after an upgrade in place (guide, "Roll back a cluster"). */
const ROLLBACK_WINDOW_MS = 7 * 86_400_000;

export function updateClusterVersion(
  account: EksAccount,
  input: UpdateClusterVersionRequest,
): { update: Update } {
  const name = input.name ?? '';
  const members = { clusterName: name };
  validate(account, 'UpdateClusterVersion', UPDATE_CLUSTER_VERSION, input, members);
  return account.once('UpdateClusterVersion', name, input.clientRequestToken, input, () => {
    const cluster = account.cluster(name);
    const current = cluster.description.version ?? '';
    const target = input.version ?? '';
    const offered = offeredVersion(target, account.region.kernel.now());
    if (!offered) throw invalidParameter('unsupported Kubernetes version', members);
    const isRollback = mayRollBack(account, cluster, target);
    if (minorOf(target) !== minorOf(current) + 1 && !isRollback) {
      throw invalidParameter(
        `Unsupported Kubernetes minor version update from ${current} to ${target}`,
        members,
      );
    }
    if (input.rollbackConfig && !isRollback) {
      throw invalidParameter('rollbackConfig can only be specified for a version rollback', members);
    }
    // The time limit is for Auto Mode's nodes, which are rolled back before the control plane.
    if (isRollback && cluster.autoNodes.length > 0) account.notSimulated('the rollback of Auto Mode nodes');
    const type = isRollback ? 'VersionRollback' : 'VersionUpdate';
    checkNodegroups(cluster, target, isRollback);
    checkFreeAddresses(
      account,
      name,
      cluster.description.resourcesVpcConfig?.subnetIds ?? [],
      FREE_ADDRESSES_TO_UPDATE,
    );
    if (
      !input.force &&
      hasBlockingInsight(cluster, isRollback ? 'ROLLBACK_READINESS' : 'UPGRADE_READINESS', target)
    ) {
      throw invalidState(
        'Upgrade readiness issues detected. Call the EKS ListInsights API to view upgrade blocking issues detected by EKS. Pass the force flag to override upgrade readiness errors and proceed with upgrade.',
        members,
      );
    }
    const update = startClusterUpdate(account, cluster, {
      type,
      params: [
        { type: 'Version', value: target },
        { type: 'PlatformVersion', value: offered.platform },
      ],
      duration: 'eks/control-plane-update',
      apply: () => finish(account, cluster, target, offered.platform, isRollback),
    });
    return () => ({ update });
  });
}

function mayRollBack(account: EksAccount, cluster: ClusterRecord, target: string): boolean {
  const { upgraded } = cluster;
  if (upgraded?.from !== target) return false;
  return account.region.kernel.now() - upgraded.at < ROLLBACK_WINDOW_MS;
}

/** Groups that would fall behind by more than the skew (observed wording: terraform-provider-aws#19478). */
function checkNodegroups(cluster: ClusterRecord, target: string, isRollback: boolean): void {
  const behind = [...cluster.nodegroups.values()].filter(({ description }) => {
    const gap = minorOf(target) - minorOf(description.version ?? target);
    return isRollback ? gap < 0 : gap > NODE_SKEW;
  });
  if (behind.length === 0) return;
  const names = behind.map(({ description }) => description.nodegroupName).join(', ');
  throw invalidRequest(
    `Nodegroups ${names} must be updated to match cluster version ${isRollback ? target : cluster.description.version} before updating cluster version`,
    { clusterName: cluster.name },
  );
}

function finish(
  account: EksAccount,
  cluster: ClusterRecord,
  version: string,
  platformVersion: string,
  isRollback: boolean,
): void {
  const from = cluster.description.version ?? '';
  cluster.description.version = version;
  cluster.description.platformVersion = platformVersion;
  if (isRollback) delete cluster.upgraded;
  else cluster.upgraded = { from, at: account.region.kernel.now() };
}
