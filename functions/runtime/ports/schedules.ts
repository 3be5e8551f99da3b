import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { EventBridgeSchedules } from '../../../aws/schedules.ts';
import { SOURCE } from '../../../events/event.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

/** The schedules of the function's own region: they put on its bus, as the role that may put nothing else. */
export const schedules = perEnvironment(() => {
  const [partition, accountId, region] = ['PARTITION', 'ACCOUNT_ID', 'AWS_REGION'].map(variable);
  const stage = variable('STAGE');
  return new EventBridgeSchedules(new SchedulerClient({}), {
    bus: `arn:${partition}:events:${region}:${accountId}:event-bus/${variable('BUS_NAME')}`,
    role: `arn:${partition}:iam::${accountId}:role/eks-fleet/eks-fleet-${stage}-schedules`,
    deadLetters: `arn:${partition}:sqs:${region}:${accountId}:eks-fleet-${stage}-dead-letters`,
    source: SOURCE,
  });
});
