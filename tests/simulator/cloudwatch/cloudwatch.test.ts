import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { alarmState } from '../../../rehearsal/scenario/steps/alarm.ts';
import { createCloudWatch } from '../../../simulator/cloudwatch/cloudwatch.ts';
import type { Service } from '../../../simulator/service.ts';
import { inTime } from '../ec2/world.ts';
import { administrator, callerOf, stackContext } from '../service-calls.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

function world() {
  const { kernel, settle } = standInKernel();
  const queue = { depth: 0 };
  const sqs: Service = {
    signingName: 'sqs',
    operations: {
      GetQueueUrl: () => ({ QueueUrl: 'https://queue' }),
      GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: String(queue.depth) } }),
    },
    authorize: () => [],
  };
  const cloudwatch = createCloudWatch(standInRegion({ name: 'us-west-2', kernel, service: () => sqs }));
  const call = callerOf<typeof CloudWatch>(cloudwatch);
  const state = async (name: string) =>
    (await call('DescribeAlarms', { AlarmNames: [name] })).MetricAlarms[0].StateValue;
  return { kernel, settle, queue, cloudwatch, call, state };
}

const alarm = (more: object = {}) => ({
  AlarmName: 'errors',
  Namespace: 'Shop',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  ...more,
});

describe('alarms', () => {
  it('are held in a state by a scenario, at once or after a while, and made where there is none', async () => {
    const { kernel, settle, cloudwatch, state } = world();
    const on = { world: { kernel, region: () => ({ service: () => cloudwatch }) } };
    const step = (wanted: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', afterSeconds = 0) =>
      alarmState.run(
        { alarm: { name: 'web-slo', region: 'us-west-2', state: wanted, afterSeconds } },
        on as unknown as Parameters<typeof alarmState.run>[1],
      );
    step('OK');
    expect(await state('web-slo')).toBe('OK');
    step('ALARM', 600);
    await settle(599_000);
    expect(await state('web-slo')).toBe('OK');
    await settle(2_000);
    expect(await state('web-slo')).toBe('ALARM');
    await settle(86_400_000);
    expect(await state('web-slo')).toBe('ALARM');
  });

  it('need M of the last N periods, and go to INSUFFICIENT_DATA without any', async () => {
    const { call, state, settle } = world();
    await call('PutMetricAlarm', alarm());
    expect(await state('errors')).toBe('INSUFFICIENT_DATA');
    const put = (Value: number) =>
      call('PutMetricData', { Namespace: 'Shop', MetricData: [{ MetricName: 'Errors', Value }] });
    await put(1);
    await settle(60_000);
    expect(await state('errors')).toBe('OK');
    await put(1);
    await settle(60_000);
    expect(await state('errors')).toBe('ALARM');
    await settle(600_000);
    expect(await state('errors')).toBe('INSUFFICIENT_DATA');
  });

  it('treat missing data as they are told', async () => {
    const { call, state } = world();
    await call('PutMetricAlarm', alarm({ TreatMissingData: 'notBreaching' }));
    await call('PutMetricAlarm', alarm({ AlarmName: 'silence', TreatMissingData: 'breaching' }));
    expect([await state('errors'), await state('silence')]).toEqual(['OK', 'ALARM']);
  });

  it('see how deep a queue is', async () => {
    const { call, state, queue } = world();
    const depth = {
      AlarmName: 'rejects',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'rejects' }],
      Statistic: 'Maximum',
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
    };
    await call('PutMetricAlarm', alarm(depth));
    expect(await state('rejects')).toBe('OK');
    queue.depth = 3;
    expect(await state('rejects')).toBe('ALARM');
  });

  it('keep a state that was set by hand until the next period', async () => {
    const { call, state, settle } = world();
    await call('PutMetricAlarm', alarm({ TreatMissingData: 'notBreaching' }));
    await call('SetAlarmState', { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'drill' });
    expect(await state('errors')).toBe('ALARM');
    await settle(60_000);
    expect(await state('errors')).toBe('OK');
  });

  it('refuse what CloudWatch refuses, and end the run at anomaly detection', async () => {
    const { call } = world();
    await expect(call('PutMetricAlarm', alarm({ Period: 45 }))).rejects.toMatchObject({
      code: 'ValidationError',
    });
    await expect(call('PutMetricAlarm', alarm({ DatapointsToAlarm: 4 }))).rejects.toMatchObject({
      code: 'ValidationError',
    });
    await expect(call('PutMetricAlarm', alarm({ Metrics: [] }))).rejects.toMatchObject({
      name: 'NotSimulated',
    });
    await expect(
      call('PutMetricData', { Namespace: 'AWS/SQS', MetricData: [{ MetricName: 'x', Value: 1 }] }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
  });

  it('are made by stacks from text, under ARNs that IAM judges', async () => {
    const { cloudwatch, settle, call } = world();
    const type = cloudwatch.resourceTypes?.['AWS::CloudWatch::Alarm'];
    if (!type) throw new Error('no type');
    const { context, asked } = stackContext();
    const made = await inTime(settle, type.create(alarm({ Threshold: '1', Period: '60' }), context));
    expect(made.attributes).toEqual({ Arn: 'arn:aws:cloudwatch:us-west-2:111122223333:alarm:errors' });
    expect(asked).toEqual([
      'cloudwatch:PutMetricAlarm arn:aws:cloudwatch:us-west-2:111122223333:alarm:errors',
    ]);
    expect((await call('DescribeAlarms')).MetricAlarms[0].Threshold).toBe(1);
    await inTime(settle, type.delete('errors', {}, context));
    expect((await call('DescribeAlarms')).MetricAlarms).toEqual([]);
    expect(cloudwatch.authorize('PutMetricData', { Namespace: 'Shop' }, administrator)[0]?.context).toEqual({
      'cloudwatch:namespace': 'Shop',
    });
  });
});

describe('metric data', () => {
  it('that a service keeps itself is a value of its minute, which counts as often as it was sent', async () => {
    const { cloudwatch, call, settle, kernel } = world();
    const from = new Date(kernel.now());
    for (const value of [1, 1, 3]) cloudwatch.record('AWS/Scheduler', 'InvocationAttemptCount', [], value);
    await settle(120_000);
    cloudwatch.record('AWS/Scheduler', 'InvocationAttemptCount', [], 1);
    await settle(60_000);
    const { Datapoints } = await call('GetMetricStatistics', {
      Namespace: 'AWS/Scheduler',
      MetricName: 'InvocationAttemptCount',
      StartTime: from,
      EndTime: new Date(kernel.now()),
      Period: 60,
      Statistics: ['Sum', 'SampleCount', 'Maximum'],
    });
    expect(Datapoints).toEqual([
      { Timestamp: from, Unit: 'None', Sum: 5, SampleCount: 3, Maximum: 3 },
      { Timestamp: new Date(from.getTime() + 120_000), Unit: 'None', Sum: 1, SampleCount: 1, Maximum: 1 },
    ]);
  });

  it('is read back by period and statistic', async () => {
    const { call, kernel, settle } = world();
    const from = kernel.now();
    for (const Value of [1, 2, 3]) {
      await call('PutMetricData', { Namespace: 'Shop', MetricData: [{ MetricName: 'Orders', Value }] });
      await settle(60_000);
    }
    const { Datapoints } = await call('GetMetricStatistics', {
      Namespace: 'Shop',
      MetricName: 'Orders',
      StartTime: new Date(from),
      EndTime: new Date(from + 180_000),
      Period: 120,
      Statistics: ['Sum', 'Maximum'],
    });
    expect(Datapoints.map((point: { Sum: number; Maximum: number }) => [point.Sum, point.Maximum])).toEqual([
      [3, 2],
      [3, 3],
    ]);
  });
});
