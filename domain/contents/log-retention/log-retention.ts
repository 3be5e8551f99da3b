import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import type { ContentKind } from '../kind.ts';
import { decideLogRetention, type ObservedLogGroup } from './decide.ts';
import type { DesiredLogRetention } from './desired.ts';
import { logGroupOf, logRetentions } from './desired.ts';

/** The time that CloudWatch Logs keeps the control plane's logs. The log group stays when the cluster goes. */
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
