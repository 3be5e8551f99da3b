import type { EksAccount } from '../account.ts';
import type { ClusterRecord } from '../records.ts';
import { type Check, shown } from './check.ts';
import { checksOf } from './checks.ts';

/** "Amazon EKS refreshes cluster insights every 24 hours" (EKS guide, "Cluster insights"). */
const DAILY_MS = 86_400_000;

/** Looks at the cluster as it is now. Findings of a scenario's own stay as they are. */
export function refreshInsights(account: EksAccount, cluster: ClusterRecord): void {
  const now = account.now();
  cluster.insightsAt = now.getTime();
  const checks = new Map(checksOf(account, cluster).map((check) => [keyOf(check), check] as const));
  for (const [key, id] of cluster.insightIds) {
    if (checks.has(key)) continue;
    cluster.insightIds.delete(key);
    cluster.insights.delete(id);
  }
  for (const [key, check] of checks) {
    const id =
      cluster.insightIds.get(key) ??
      account.region.kernel.random(`eks/${account.region.name}/insight-ids`).uuid();
    cluster.insightIds.set(key, id);
    const insight = shown(determined(account, check));
    const former = cluster.insights.get(id);
    const isSame = former?.insightStatus?.status === insight.insightStatus?.status;
    cluster.insights.set(id, {
      ...insight,
      id,
      lastRefreshTime: now,
      lastTransitionTime: isSame ? former?.lastTransitionTime : now,
    });
  }
  for (const insight of cluster.insights.values()) insight.lastRefreshTime = now;
}

/**
 * The daily refresh, of a cluster that is up. It is made when someone next calls EKS about the cluster, before what they
 * ask for.
 */
export function refreshIfDue(account: EksAccount, cluster: ClusterRecord): void {
  const { status } = cluster.description;
  if (status !== 'ACTIVE' && status !== 'UPDATING') return;
  const now = account.region.kernel.now();
  if (cluster.insightsAt === undefined || now - cluster.insightsAt >= DAILY_MS) {
    refreshInsights(account, cluster);
  }
}

const keyOf = ({ category, name, kubernetesVersion }: Check): string =>
  `${category}/${kubernetesVersion}/${name}`;

/** "Unknown means Amazon EKS is unable to determine if your cluster is impacted" (EKS guide): chance decides when. */
function determined(account: EksAccount, check: Check): Check {
  const { kernel } = account.region;
  if (!kernel.random('eks/unknown-insights').chance(account.settings.unknownInsightProbability)) return check;
  const reason = 'Unable to determine the status of this check.';
  return { ...check, finding: { status: 'UNKNOWN', reason } };
}
