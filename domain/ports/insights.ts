/** The newest refresh of a cluster's insights; `startedAt` is ISO 8601. */
export interface InsightsRefresh {
  readonly status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly startedAt: string;
}

export type InsightCategory = 'UPGRADE_READINESS' | 'ROLLBACK_READINESS';
export type InsightStatus = 'PASSING' | 'WARNING' | 'ERROR' | 'UNKNOWN';

/** A client that called an API which a later version no longer serves, in the last 30 days. */
export interface DeprecatedClient {
  readonly userAgent: string;
  readonly requests: number;
  /** ISO 8601. */
  readonly lastRequestAt: string;
}

/** One of EKS's insights. Those that do not pass are shown with what they found. */
export interface ObservedInsight {
  readonly id: string;
  readonly name: string;
  readonly category: InsightCategory;
  /** The minor that it is about; absent where it is about all. */
  readonly kubernetesVersion?: string;
  readonly status: InsightStatus;
  readonly reason: string;
  readonly recommendation?: string;
  /** Objects of the cluster that it names. */
  readonly resources: readonly string[];
  /** Add-ons that it names. */
  readonly addons: readonly string[];
  readonly deprecations: readonly {
    readonly usage: string;
    readonly replacedWith: string;
    readonly clients: readonly DeprecatedClient[];
  }[];
}

/** EKS's cluster insights. */
export interface InsightsPort {
  /** Undefined where nobody has asked for one yet, or there is no such cluster. */
  lastRefresh(clusterName: string): Promise<InsightsRefresh | undefined>;
  /** Starts a refresh; throws `InvalidRequest` while one runs, `NotFound` where there is no such cluster. */
  startRefresh(clusterName: string): Promise<void>;
  /** As they were at the last refresh; `only` keeps to those of a status. */
  insights(
    clusterName: string,
    category: InsightCategory,
    only?: InsightStatus,
  ): Promise<readonly ObservedInsight[]>;
}
