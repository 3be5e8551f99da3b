import type {
  Category,
  Insight,
  InsightCategorySpecificSummary,
  InsightResourceDetail,
  InsightStatusValue,
} from '@aws-sdk/client-eks';

/** One look of EKS's at a cluster, for an update to a version. */
export interface Check {
  readonly name: string;
  readonly category: Category;
  readonly kubernetesVersion: string;
  readonly description: string;
  readonly recommendation: string;
  readonly additionalInfo: Readonly<Record<string, string>>;
  readonly finding: Finding;
}

export interface Finding {
  readonly status: InsightStatusValue;
  readonly reason: string;
  readonly resources?: readonly InsightResourceDetail[];
  readonly summary?: InsightCategorySpecificSummary;
}

export const passing = (reason: string): Finding => ({ status: 'PASSING', reason });

/** A node, or another object of the cluster, with the status that it has for itself. */
export const resourceAt = (
  kubernetesResourceUri: string,
  status: InsightStatusValue,
  reason: string,
): InsightResourceDetail => ({ insightStatus: { status, reason }, kubernetesResourceUri });

/** The worse of the two is what the insight shows. */
export function worst(resources: readonly InsightResourceDetail[]): 'ERROR' | 'WARNING' {
  return resources.some(({ insightStatus }) => insightStatus?.status === 'ERROR') ? 'ERROR' : 'WARNING';
}

/** The check as the API shows it, but for its times and id. */
export const shown = ({ finding, additionalInfo, ...check }: Check): Insight => ({
  ...check,
  additionalInfo: { ...additionalInfo },
  insightStatus: { status: finding.status, reason: finding.reason },
  resources: [...(finding.resources ?? [])],
  categorySpecificSummary: {
    deprecationDetails: [],
    addonCompatibilityDetails: [],
    ...finding.summary,
  },
});
