import {
  DescribeInsightCommand,
  DescribeInsightsRefreshCommand,
  type EKSClient,
  type Insight,
  paginateListInsights,
  StartInsightsRefreshCommand,
} from '@aws-sdk/client-eks';
import type {
  InsightCategory,
  InsightStatus,
  InsightsPort,
  InsightsRefresh,
  ObservedInsight,
} from '../../domain/ports/insights.ts';
import { named, unlessMissing } from '../errors.ts';

function deprecationsOf({ categorySpecificSummary: summary }: Insight): ObservedInsight['deprecations'] {
  return (summary?.deprecationDetails ?? []).map(({ usage = '', replacedWith = '', clientStats = [] }) => ({
    usage,
    replacedWith,
    clients: clientStats.map(({ userAgent = '', numberOfRequestsLast30Days = 0, lastRequestTime }) => ({
      userAgent,
      requests: numberOfRequestsLast30Days,
      lastRequestAt: lastRequestTime?.toISOString() ?? '',
    })),
  }));
}

function observedInsight(insight: Insight, category: InsightCategory): ObservedInsight {
  const { id = '', name = '', kubernetesVersion, insightStatus, recommendation, resources = [] } = insight;
  const addons = insight.categorySpecificSummary?.addonCompatibilityDetails ?? [];
  return {
    id,
    name,
    category,
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    status: insightStatus?.status ?? 'UNKNOWN',
    reason: insightStatus?.reason ?? '',
    ...(recommendation === undefined ? {} : { recommendation }),
    resources: resources.flatMap(({ kubernetesResourceUri, arn }) => kubernetesResourceUri ?? arn ?? []),
    addons: addons.flatMap(({ name: addon }) => addon ?? []),
    deprecations: deprecationsOf(insight),
  };
}

/** `InsightsPort` over EKS. An insight that passes is not asked for its details. */
export class EksInsights implements InsightsPort {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  async lastRefresh(clusterName: string): Promise<InsightsRefresh | undefined> {
    const answer = await unlessMissing(
      this.#client.send(new DescribeInsightsRefreshCommand({ clusterName })),
    );
    const { status, startedAt } = answer ?? {};
    return status && { status, startedAt: startedAt?.toISOString() ?? '' };
  }

  async startRefresh(clusterName: string): Promise<void> {
    await named(this.#client.send(new StartInsightsRefreshCommand({ clusterName })));
  }

  async insights(
    clusterName: string,
    category: InsightCategory,
    only?: InsightStatus,
  ): Promise<readonly ObservedInsight[]> {
    const listed = await named(this.#list(clusterName, category, only));
    return Promise.all(
      listed.map(async (summary) => {
        if (summary.insightStatus?.status === 'PASSING') return observedInsight(summary, category);
        const command = new DescribeInsightCommand({ clusterName, id: summary.id });
        // One that has gone meanwhile was there as its summary says.
        const answer = await unlessMissing(this.#client.send(command));
        return observedInsight(answer?.insight ?? summary, category);
      }),
    );
  }

  async #list(
    clusterName: string,
    category: InsightCategory,
    only: InsightStatus | undefined,
  ): Promise<readonly Insight[]> {
    const filter = { categories: [category], ...(only === undefined ? {} : { statuses: [only] }) };
    const found: Insight[] = [];
    for await (const { insights = [] } of paginateListInsights(
      { client: this.#client },
      { clusterName, filter },
    ))
      found.push(...insights);
    return found;
  }
}
