import type { Update, UpdateClusterVersionRequest } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { type ErrorMembers, invalidParameter, invalidRequest, invalidState } from '../errors.ts';
import { hasBlockingInsight } from '../insights/blocking.ts';
import { refreshInsights } from '../insights/refresh.ts';
import { checkFreeAddresses, FREE_ADDRESSES_TO_UPDATE } from '../network/cluster-network.ts';
import type { ClusterRecord } from '../records.ts';
import { validate } from '../validate.ts';
import { rollBackNodes } from './auto-mode-rollback.ts';
import { assertRollback, isInWindow } from './rollback.ts';
import { UPDATE_CLUSTER_VERSION } from './shapes.ts';
import { startClusterUpdate } from './updates.ts';
import { controlPlaneProblem } from './version-problem.ts';
import { minorOf, NODE_SKEW, offeredVersion } from './versions.ts';

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
    if (!offeredVersion(target, account.region.kernel.now())) {
      throw invalidParameter('unsupported Kubernetes version', members);
    }
    const isRollback = isInWindow(account, cluster, target);
    if (minorOf(target) !== minorOf(current) + 1 && !isRollback) {
      throw invalidParameter(
        `Unsupported Kubernetes minor version update from ${current} to ${target}`,
        members,
      );
    }
    if (input.rollbackConfig && !isRollback) {
      throw invalidParameter('rollbackConfig can only be specified for a version rollback', members);
    }
    if (isRollback) assertRollback(account, cluster, target, members);
    else checkNodegroups(cluster, target);
    checkFreeAddresses(
      account,
      name,
      cluster.description.resourcesVpcConfig?.subnetIds ?? [],
      FREE_ADDRESSES_TO_UPDATE,
    );
    checkInsights(account, cluster, { target, isRollback, force: input.force === true }, members);
    const update = isRollback
      ? startRollback(account, cluster, target, input)
      : startUpgrade(account, cluster, target);
    return () => ({ update });
  });
}

/** An update to the next minor: a person's, or AWS's own at the end of support. */
export function startUpgrade(
  account: EksAccount,
  cluster: ClusterRecord,
  target: string,
  forcedAtEndOf?: 'standard' | 'extended',
): Update {
  const from = cluster.description.version ?? '';
  return startClusterUpdate(account, cluster, {
    type: 'VersionUpdate',
    params: paramsOf(account, target),
    duration: 'eks/control-plane-update',
    check: () => controlPlaneProblem(account, cluster),
    apply: () => {
      moveTo(account, cluster, target);
      cluster.upgraded = { from, at: account.region.kernel.now(), ...(forcedAtEndOf && { forcedAtEndOf }) };
    },
  });
}

function startRollback(
  account: EksAccount,
  cluster: ClusterRecord,
  target: string,
  { force, rollbackConfig }: UpdateClusterVersionRequest,
): Update {
  const isAutoMode = cluster.description.computeConfig?.enabled === true;
  const nodes = { target, force: force === true, timeoutMinutes: rollbackConfig?.timeoutMinutes };
  return startClusterUpdate(account, cluster, {
    type: 'VersionRollback',
    params: paramsOf(account, target),
    duration: 'eks/control-plane-update',
    ...(isAutoMode && { first: (record) => rollBackNodes(account, cluster, record, nodes) }),
    check: () => controlPlaneProblem(account, cluster),
    apply: () => {
      moveTo(account, cluster, target);
      delete cluster.upgraded;
    },
  });
}

const platformOf = (account: EksAccount, version: string): string =>
  offeredVersion(version, account.region.kernel.now())?.platform ?? 'eks.1';

const paramsOf = (account: EksAccount, target: string) =>
  [
    { type: 'Version', value: target },
    { type: 'PlatformVersion', value: platformOf(account, target) },
  ] as const;

function moveTo(account: EksAccount, cluster: ClusterRecord, version: string): void {
  cluster.description.version = version;
  cluster.description.platformVersion = platformOf(account, version);
  delete cluster.rollback;
  cluster.kubernetes.drift.follow();
}

/**
 * Insights of the last refresh stop an upgrade where EKS enforces them. A rollback refreshes its own first (guide,
 * "Roll back a cluster").
 */
function checkInsights(
  account: EksAccount,
  cluster: ClusterRecord,
  asked: { readonly target: string; readonly isRollback: boolean; readonly force: boolean },
  members: ErrorMembers,
): void {
  if (asked.force) return;
  if (asked.isRollback) refreshInsights(account, cluster);
  else if (!account.decisions.enforcesUpgradeInsights) return;
  const category = asked.isRollback ? 'ROLLBACK_READINESS' : 'UPGRADE_READINESS';
  if (!hasBlockingInsight(cluster, category, asked.target)) return;
  throw invalidState(
    'Upgrade readiness issues detected. Call the EKS ListInsights API to view upgrade blocking issues detected by EKS. Pass the force flag to override upgrade readiness errors and proceed with upgrade.',
    members,
  );
}

/** Groups that would fall behind by more than the skew (observed wording: terraform-provider-aws#19478). */
function checkNodegroups(cluster: ClusterRecord, target: string): void {
  const behind = [...cluster.nodegroups.values()].filter(
    ({ description }) => minorOf(target) - minorOf(description.version ?? target) > NODE_SKEW,
  );
  if (behind.length === 0) return;
  const names = behind.map(({ description }) => description.nodegroupName).join(', ');
  throw invalidRequest(
    `Nodegroups ${names} must be updated to match cluster version ${cluster.description.version} before updating cluster version`,
    { clusterName: cluster.name },
  );
}
