import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { ContentBase } from '../content.ts';

/** CloudWatch Logs: CreateLogGroup where EKS has not made the group yet, then PutRetentionPolicy. */
export interface DesiredLogRetention extends ContentBase {
  readonly kind: 'logRetention';
  readonly request: { readonly logGroupName: string; readonly retentionInDays: number };
}

/** The log group of a control plane ("Send control plane logs to CloudWatch Logs", EKS guide). */
export const logGroupOf = (clusterName: string): string => `/aws/eks/${clusterName}/cluster`;

/**
 * The days that the control plane's logs are kept. EKS makes the log group, and CloudWatch Logs keeps it for ever by
 * itself.
 */
export function logRetentions(config: ClusterConfig): DesiredLogRetention[] {
  const retentionInDays = config.cloudWatch?.clusterLogging?.logRetentionInDays;
  if (!retentionInDays) return [];
  const logGroupName = logGroupOf(config.metadata.name);
  return [
    { kind: 'logRetention', key: 'logRetention', request: { logGroupName, retentionInDays }, needs: [] },
  ];
}
