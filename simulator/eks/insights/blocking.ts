import type { Category } from '@aws-sdk/client-eks';
import type { ClusterRecord } from '../records.ts';

/**
 * Whether a finding blocks an update to this version, as it was when it was last refreshed. "Only insights with ERROR
 * status block" (EKS guide, "Roll back a cluster", insight status behavior).
 */
export function hasBlockingInsight(
  cluster: ClusterRecord,
  category: Category,
  kubernetesVersion: string,
): boolean {
  return [...cluster.insights.values()].some(
    (insight) =>
      insight.category === category &&
      insight.kubernetesVersion === kubernetesVersion &&
      insight.insightStatus?.status === 'ERROR',
  );
}
