import { eventTime } from '../eventbridge/router.ts';
import type { Region } from '../region.ts';

/** Values of an input's keywords in one attempt. */
export interface InvocationFacts {
  readonly scheduleArn: string;
  readonly scheduledAtMs: number;
  readonly executionId: string;
  readonly attempt: number;
}

/**
 * The input with its context attributes replaced (user guide, "Adding context attributes"), or the notification that
 * a target gets where its schedule has no input (as seen in public handlers' sample events: `detail` is text).
 */
export function inputOf(region: Region, input: string | undefined, facts: InvocationFacts): string {
  const scheduledTime = eventTime(facts.scheduledAtMs);
  if (input === undefined) {
    return JSON.stringify({
      version: '0',
      id: region.kernel.random('scheduler/notification-ids').uuid(),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: region.accountId,
      time: scheduledTime,
      region: region.name,
      resources: [facts.scheduleArn],
      detail: '{}',
    });
  }
  return input
    .replaceAll('<aws.scheduler.schedule-arn>', facts.scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', scheduledTime)
    .replaceAll('<aws.scheduler.execution-id>', facts.executionId)
    .replaceAll('<aws.scheduler.attempt-number>', String(facts.attempt));
}
