import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { EventBridgeSchedules, scheduleTarget } from '../../../../aws/schedules.ts';
import { SOURCE } from '../../../../events/event.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

/** The schedules of the function's own region. */
export const schedules = perEnvironment(() => {
  const deployment = {
    accountId: variable('ACCOUNT_ID'),
    partition: variable('PARTITION'),
    stage: variable('STAGE'),
  };
  return new EventBridgeSchedules(
    new SchedulerClient({}),
    scheduleTarget(deployment, variable('AWS_REGION'), SOURCE),
  );
});
