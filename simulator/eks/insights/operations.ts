import type {
  DescribeInsightRequest,
  DescribeInsightsRefreshRequest,
  DescribeInsightsRefreshResponse,
  Insight,
  ListInsightsRequest,
  ListInsightsResponse,
  StartInsightsRefreshRequest,
  StartInsightsRefreshResponse,
} from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { invalidRequest, resourceNotFound } from '../errors.ts';
import { page } from '../pagination.ts';
import type { ClusterRecord } from '../records.ts';
import { refreshInsights } from './refresh.ts';

export function listInsights(account: EksAccount, input: ListInsightsRequest): ListInsightsResponse {
  const cluster = account.cluster(input.clusterName);
  const { categories, kubernetesVersions, statuses } = input.filter ?? {};
  const wanted = <T>(list: readonly T[] | undefined, value: T | undefined) =>
    !list?.length || (value !== undefined && list.includes(value));
  const insights = [...cluster.insights.values()]
    .filter((insight) => wanted(categories, insight.category))
    .filter((insight) => wanted(kubernetesVersions, insight.kubernetesVersion))
    .filter((insight) => wanted(statuses, insight.insightStatus?.status))
    .map(
      ({
        id,
        name,
        category,
        kubernetesVersion,
        lastRefreshTime,
        lastTransitionTime,
        description,
        insightStatus,
      }) => ({
        id,
        name,
        category,
        kubernetesVersion,
        lastRefreshTime,
        lastTransitionTime,
        description,
        insightStatus,
      }),
    );
  const { items, ...rest } = page(insights, ({ id }) => id ?? '', input);
  return { insights: items, ...rest };
}

export function describeInsight(account: EksAccount, input: DescribeInsightRequest): { insight: Insight } {
  const cluster = account.cluster(input.clusterName);
  const insight = cluster.insights.get(input.id ?? '');
  if (!insight) {
    throw resourceNotFound(`No insight found for ID: ${input.id}`, { clusterName: input.clusterName });
  }
  return { insight };
}

export function startInsightsRefresh(
  account: EksAccount,
  input: StartInsightsRefreshRequest,
): StartInsightsRefreshResponse {
  const cluster = account.cluster(input.clusterName);
  if (cluster.insightsRefresh?.status === 'IN_PROGRESS') {
    throw invalidRequest('An insights refresh is already in progress for the cluster', {
      clusterName: input.clusterName,
    });
  }
  const refresh: ClusterRecord['insightsRefresh'] = { status: 'IN_PROGRESS', startedAt: account.now() };
  cluster.insightsRefresh = refresh;
  const { arn, createSpanId } = cluster;
  const { clusterName = '' } = input;
  const span = account.startSpan('eks/insights-refresh', arn, 'InsightsRefresh', clusterName, [createSpanId]);
  account.inBackground(async () => {
    await account.take('eks/insights-refresh');
    account.endSpan(span);
    refresh.status = 'COMPLETED';
    refresh.endedAt = account.now();
    refreshInsights(account, cluster);
  });
  return { message: 'Insights refresh has been started', status: 'IN_PROGRESS' };
}

export function describeInsightsRefresh(
  account: EksAccount,
  input: DescribeInsightsRefreshRequest,
): DescribeInsightsRefreshResponse {
  const { insightsRefresh } = account.cluster(input.clusterName);
  if (!insightsRefresh) {
    throw resourceNotFound('No insights refresh found for the cluster', { clusterName: input.clusterName });
  }
  return { ...insightsRefresh };
}
