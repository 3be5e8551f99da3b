import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import type { AnswerOf } from '../answers.ts';
import { administrator } from '../service-calls.ts';
import { ACCOUNT, DEAD_LETTERS, failingWorld, schedule, schedulerWorld, toBus } from './world.ts';

const HOUR = 3_600_000;
const once = { Name: 'once', ScheduleExpression: 'at(2026-01-01T02:00:00)' };
const DeadLetterConfig = { Arn: DEAD_LETTERS };

/** The sum of a metric, of a group or of the whole account; undefined where nothing was ever counted. */
function metricsOf({ kernel, region }: Awaited<ReturnType<typeof schedulerWorld>>) {
  return async (MetricName: string, group?: string) => {
    const input = {
      Namespace: 'AWS/Scheduler',
      MetricName,
      ...(group === undefined ? {} : { Dimensions: [{ Name: 'ScheduleGroup', Value: group }] }),
      StartTime: new Date(kernel.now() - 24 * HOUR),
      EndTime: new Date(kernel.now()),
      Period: 86_400,
      Statistics: ['Sum'],
    };
    const answer = await region.call('monitoring', 'GetMetricStatistics', input, administrator);
    return (answer as AnswerOf<typeof CloudWatch, 'GetMetricStatistics'>).Datapoints[0]?.Sum;
  };
}

describe('an invocation', () => {
  it('is counted by attempt, by error, and once when it is dropped, for its group and for the account', async () => {
    const world = await failingWorld('ThrottlingException');
    const sum = metricsOf(world);
    const RetryPolicy = { MaximumRetryAttempts: 3 };
    await world.call('CreateScheduleGroup', { Name: 'office' });
    await world.call('CreateSchedule', schedule(once));
    await world.call(
      'CreateSchedule',
      schedule({ ...once, GroupName: 'office' }, { ...toBus, RetryPolicy, DeadLetterConfig }),
    );
    await world.settle(6 * HOUR);
    const counted = async (metric: string) => [
      await sum(metric, 'default'),
      await sum(metric, 'office'),
      await sum(metric),
    ];
    expect(await counted('InvocationAttemptCount')).toEqual([1, 4, 5]);
    expect(await counted('TargetErrorCount')).toEqual([undefined, 4, 4]);
    expect(await counted('TargetErrorThrottledCount')).toEqual([undefined, 4, 4]);
    expect(await counted('InvocationDroppedCount')).toEqual([undefined, 1, 1]);
    expect(await counted('InvocationsSentToDeadLetterCount')).toEqual([undefined, 1, 1]);
    expect(await sum('InvocationsFailedToBeSentToDeadLetterCount')).toBeUndefined();
  });

  it('is counted where it waits for the throttle limit', async () => {
    const world = await schedulerWorld({ quotas: { 'scheduler/invocations': 0.01 } });
    for (const Name of ['a', 'b', 'c']) await world.call('CreateSchedule', schedule({ ...once, Name }));
    await world.settle(6 * HOUR);
    expect(await metricsOf(world)('InvocationThrottleCount')).toBe(2);
  });
});

describe('a dead letter', () => {
  it.each([
    ['AccessDenied', DEAD_LETTERS],
    ['AWS.SimpleQueueService.NonExistentQueue', `arn:aws:sqs:us-east-1:${ACCOUNT}:gone`],
  ])('that no queue takes for %s is lost, and two metrics are all that says so', async (code, queue) => {
    // The role may send to neither queue that is there.
    const allowedOn = `arn:aws:sqs:us-east-1:${ACCOUNT}:gone`;
    const world = await schedulerWorld({ allowedOn });
    const sum = metricsOf(world);
    await world.call('CreateSchedule', schedule(once, { DeadLetterConfig: { Arn: queue } }));
    await world.settle(6 * HOUR);
    expect(await world.messages('dead-letters')).toEqual([]);
    expect(await sum('InvocationsSentToDeadLetterCount')).toBeUndefined();
    expect(await sum('InvocationsFailedToBeSentToDeadLetterCount', 'default')).toBe(1);
    expect(await sum(`InvocationsFailedToBeSentToDeadLetterCount_${code}`)).toBe(1);
  });
});
