import type { EksAccount } from '../account.ts';
import { hasBlockingInsight } from '../insights/blocking.ts';
import { refreshInsights } from '../insights/refresh.ts';
import type { ClusterRecord, UpdateRecord } from '../records.ts';
import { type Ended, UPDATE_FAILURE } from './updates.ts';

/** "Default: 720 (12 hours) if not specified" (SDK typing RollbackConfig). */
const DEFAULT_MINUTES = 720;

/**
 * The first phase of a rollback of Auto Mode (EKS guide, "Roll back EKS Auto Mode clusters"): its nodes drift to the
 * former version within their disruption controls, while the control plane stays as it is and can be called off. After
 * that, insights are looked at again. A timeout fails the update, and nodes drift forward again.
 */
export async function rollBackNodes(
  account: EksAccount,
  cluster: ClusterRecord,
  record: UpdateRecord,
  asked: { readonly target: string; readonly force: boolean; readonly timeoutMinutes: number | undefined },
): Promise<Ended | undefined> {
  const { drift } = cluster.kubernetes;
  let isCancelled = false;
  record.cancel = () => {
    isCancelled = true;
    account.changed(cluster);
  };
  cluster.rollback = { version: asked.target };
  drift.follow();
  const timeoutMs = (asked.timeoutMinutes ?? DEFAULT_MINUTES) * 60_000;
  const isInTime = await account.until(cluster, () => isCancelled || drift.drifted().length === 0, timeoutMs);
  const ended = isCancelled ? 'Cancelled' : problem(account, cluster, asked, isInTime);
  if (ended) {
    delete cluster.rollback;
    drift.follow();
  }
  if (isCancelled) await endCancellation(account, record);
  delete record.cancel;
  return ended;
}

async function endCancellation(account: EksAccount, { update }: UpdateRecord): Promise<void> {
  await account.take('eks/cancel-update');
  update.cancellation = { ...update.cancellation, status: 'Successful' };
}

/** No source gives the texts. */
function problem(
  account: EksAccount,
  cluster: ClusterRecord,
  { target, force }: { readonly target: string; readonly force: boolean },
  isInTime: boolean,
): Ended | undefined {
  if (!isInTime) {
    const names = cluster.kubernetes.drift.drifted();
    return {
      ...UPDATE_FAILURE,
      errorMessage: 'The nodes of EKS Auto Mode were not rolled back within the timeout.',
      resourceIds: [...names],
    };
  }
  refreshInsights(account, cluster);
  if (force || !hasBlockingInsight(cluster, 'ROLLBACK_READINESS', target)) return undefined;
  return {
    ...UPDATE_FAILURE,
    errorMessage: 'Rollback readiness issues were detected after the node rollback.',
  };
}
