import * as cloudWatchPackage from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { CloudWatchAlarms } from '../../aws/cloudwatch/alarms.ts';
import { createCloudWatch } from '../../simulator/cloudwatch/cloudwatch.ts';
import { standInKernel, standInRegion } from '../simulator/stand-in-region.ts';
import { wireClient } from '../simulator/wire-client.ts';

const { CloudWatchClient } = cloudWatchPackage;

describe('alarms', () => {
  it('are told by their names, with the time of their state', async () => {
    const { kernel, settle } = standInKernel();
    const cloudWatch = createCloudWatch(standInRegion({ kernel }));
    const alarms = new CloudWatchAlarms(() => wireClient(cloudWatchPackage, CloudWatchClient, cloudWatch));
    cloudWatch.holdAlarm('slo', 'OK');
    cloudWatch.holdAlarm('other', 'ALARM');
    await settle(60_000);
    cloudWatch.holdAlarm('slo', 'ALARM');
    const since = new Date(kernel.now()).toISOString();
    await settle(60_000);
    expect(await alarms.states(['slo', 'gone'])).toEqual([
      { name: 'slo', state: 'ALARM', since, lingersSeconds: 60 },
    ]);
  });

  it.each([
    ['one of one', { EvaluationPeriods: 1, Period: 60 }, 60],
    ['one of five', { EvaluationPeriods: 5, DatapointsToAlarm: 1, Period: 60 }, 300],
    ['three of five', { EvaluationPeriods: 5, DatapointsToAlarm: 3, Period: 60 }, 180],
    ['all of three, which is what is meant without a number', { EvaluationPeriods: 3, Period: 300 }, 300],
    [
      'one of two of several metrics',
      {
        EvaluationPeriods: 2,
        DatapointsToAlarm: 1,
        Metrics: [
          { Id: 'a', Expression: 'b/2' },
          { Id: 'b', MetricStat: { Period: 300 } },
        ],
      },
      600,
    ],
    ['none, since its periods are not told', { EvaluationPeriods: 2, Metrics: [{ Id: 'a' }] }, undefined],
  ])(
    'linger after a burst as long as their datapoints take to leave: %s',
    async (_what, more, lingersSeconds) => {
      const page = { MetricAlarms: [{ AlarmName: 'slo', StateValue: 'ALARM', ...more }] };
      const client = Object.assign(Object.create(CloudWatchClient.prototype), { send: async () => page });
      const [alarm] = await new CloudWatchAlarms(() => client).states(['slo']);
      expect(alarm?.lingersSeconds).toBe(lingersSeconds);
    },
  );

  it('are composite ones, too, and of any number', async () => {
    const pages = [
      {
        MetricAlarms: [{ AlarmName: 'slo', StateValue: 'OK', StateTransitionedTimestamp: new Date(1) }],
        NextToken: 'b',
      },
      { CompositeAlarms: [{ AlarmName: 'all', StateValue: 'ALARM', StateUpdatedTimestamp: new Date(2) }] },
    ];
    const asked: object[] = [];
    const send = async ({ input }: { readonly input: object }) => {
      asked.push(input);
      return pages[asked.length - 1];
    };
    const client = Object.assign(Object.create(CloudWatchClient.prototype), { send });
    const found = await new CloudWatchAlarms(() => client).states(['slo', 'all']);
    expect(found.map(({ name, state }) => `${name} ${state}`)).toEqual(['slo OK', 'all ALARM']);
    expect(found.map(({ since }) => Date.parse(since))).toEqual([1, 2]);
    expect(asked[0]).toMatchObject({
      AlarmNames: ['slo', 'all'],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    });
  });

  it('are not asked for where there is none', async () => {
    const never = () => {
      throw new Error('a client was made');
    };
    expect(await new CloudWatchAlarms(never).states([])).toEqual([]);
  });
});
