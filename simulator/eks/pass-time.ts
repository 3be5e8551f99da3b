import type { EksAccount } from './account.ts';
import { upgradeIfDue } from './clusters/forced-upgrades.ts';
import { refreshIfDue } from './insights/refresh.ts';

/**
 * Brings about what EKS does to a cluster by itself as time goes by, before a call about it is answered. No timer is kept
 * for it: it lies months ahead, and a world at rest must stay so.
 */
export function passTime(account: EksAccount, input: object): void {
  const { name, clusterName } = input as { readonly name?: unknown; readonly clusterName?: unknown };
  const cluster = account.clusters.get(String(clusterName ?? name));
  if (!cluster) return;
  upgradeIfDue(account, cluster);
  refreshIfDue(account, cluster);
}
