import type { Region } from '../region.ts';
import type { ScheduleGroup } from './state.ts';

/** Metrics that Scheduler keeps (user guide, "Monitoring Amazon EventBridge Scheduler with Amazon CloudWatch"). */
type SchedulerMetric =
  | 'InvocationAttemptCount'
  | 'TargetErrorCount'
  | 'TargetErrorThrottledCount'
  | 'InvocationThrottleCount'
  | 'InvocationDroppedCount'
  | 'InvocationsSentToDeadLetterCount'
  | 'InvocationsFailedToBeSentToDeadLetterCount'
  | `InvocationsFailedToBeSentToDeadLetterCount_${string}`;

/** Counts one for the schedule's group, and one for the account ("Schedule Group Metrics", "Account Metrics"). */
export function countOne(region: Region, group: ScheduleGroup, metric: SchedulerMetric): void {
  region.metrics.record('AWS/Scheduler', metric, [{ Name: 'ScheduleGroup', Value: group.name }], 1);
  region.metrics.record('AWS/Scheduler', metric, [], 1);
}

/** Codes of SQS as its query protocol has them, which is how the guide's example spells this one. */
const QUEUE_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
};

/** An event that its dead-letter queue did not take: one metric says so, and one more by the error's code. */
export function countUndelivered(region: Region, group: ScheduleGroup, code: string): void {
  const metric = 'InvocationsFailedToBeSentToDeadLetterCount';
  countOne(region, group, metric);
  countOne(region, group, `${metric}_${QUEUE_CODES[code] ?? code}`);
}
