import { decideLogRetention, type ObservedLogGroup } from '../../decide/small-resources.ts';
import { logGroupOf, logRetentions } from '../../desired/small-resources.ts';
import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import type { DesiredLogRetention } from '../content.ts';
import type { ContentKind } from '../kind.ts';

/** How long CloudWatch Logs keeps what the control plane logs. The log group stays when the cluster goes. */
export const logRetention: ContentKind<DesiredLogRetention, ObservedLogGroup, 'logGroups'> = {
  port: 'logGroups',
  task: 'apply-log-retention',
  desired: logRetentions,
  read: (clusterName, _, { logGroups }) => logGroups.logGroup(logGroupOf(clusterName)),
  decide: decideLogRetention,
  create: ({ request: { logGroupName } }) => ({ operation: 'CreateLogGroup', request: { logGroupName } }),
  title: ({ request }) => `Keep control-plane logs ${request.retentionInDays} days`,
  expected: () => EXPECTED_DURATIONS.immediate,
};
