import * as cloudWatchPackage from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { CloudWatchLags } from '../../aws/cloudwatch/lags.ts';
import { createCloudWatch } from '../../simulator/cloudwatch/cloudwatch.ts';
import { standInKernel, standInRegion } from '../simulator/stand-in-region.ts';
import { wireClient } from '../simulator/wire-client.ts';

const { CloudWatchClient, PutMetricDataCommand } = cloudWatchPackage;

async function measured(values: readonly { readonly Value: number; readonly Unit?: string }[]) {
  const { kernel, settle } = standInKernel();
  const cloudWatch = createCloudWatch(standInRegion({ kernel }));
  const client = wireClient(cloudWatchPackage, CloudWatchClient, cloudWatch);
  cloudWatch.holdAlarm('shop-lag', 'OK');
  const since = kernel.now();
  for (const value of values) {
    const MetricData = [{ MetricName: 'shop-lag', ...value }] as never;
    await client.send(new PutMetricDataCommand({ Namespace: 'Application', MetricData }));
    await settle(60_000);
  }
  const at = (minutes: number) => new Date(since + minutes * 60_000).toISOString();
  return { lags: new CloudWatchLags(() => client), at };
}

describe('the lag behind an alarm', () => {
  it('is the metric of its own, in seconds by its unit', async () => {
    const { lags, at } = await measured([
      { Value: 340, Unit: 'Milliseconds' },
      { Value: 2, Unit: 'Seconds' },
      { Value: 0 },
    ]);
    expect(await lags.ofAlarm('shop-lag', at(0), at(3))).toEqual({
      is: 'read',
      samples: [
        { from: at(0), seconds: 0.34, said: '340 Milliseconds' },
        { from: at(1), seconds: 2, said: '2 Seconds' },
        { from: at(2), seconds: 0, said: '0' },
      ],
    });
  });

  it.each([
    ['a number that is no time', { Value: 3, Unit: 'Count' }],
    ['less than nothing, as of a replica that has stopped', { Value: -1, Unit: 'Seconds' }],
  ])('is not known by %s', async (_what, value) => {
    const { lags, at } = await measured([value]);
    const seen = await lags.ofAlarm('shop-lag', at(0), at(1));
    expect(seen).toMatchObject({ is: 'read', samples: [{ seconds: undefined }] });
  });

  it('is of whole minutes alone: neither of one that began before, nor of one that goes on', async () => {
    const { lags, at } = await measured([{ Value: 1 }, { Value: 2 }, { Value: 3 }]);
    const seen = await lags.ofAlarm('shop-lag', at(0.5), at(2.5));
    expect(seen).toMatchObject({ samples: [{ said: '2' }] });
    expect(await lags.ofAlarm('shop-lag', at(0.5), at(1.5))).toEqual({ is: 'read', samples: [] });
  });

  it('cannot be read without an alarm, or of one over several metrics', async () => {
    const { lags, at } = await measured([]);
    expect(await lags.ofAlarm('gone', at(0), at(1))).toMatchObject({ why: expect.stringContaining('gone') });
    const page = { MetricAlarms: [{ AlarmName: 'sum', Metrics: [{ Id: 'a' }, { Id: 'b' }] }] };
    const client = Object.assign(Object.create(CloudWatchClient.prototype), { send: async () => page });
    expect(await new CloudWatchLags(() => client).ofAlarm('sum', at(0), at(1))).toMatchObject({
      why: expect.stringContaining('no single metric'),
    });
  });

  it('is that of one metric among an alarm’s metrics', async () => {
    const Metrics = [{ Id: 'a', MetricStat: { Metric: { MetricName: 'lag', Namespace: 'Shop' } } }];
    const asked: object[] = [];
    const send = async ({ input }: { input: object }) => {
      asked.push(input);
      return { MetricAlarms: [{ AlarmName: 'lag', Metrics }], Datapoints: [] };
    };
    const client = Object.assign(Object.create(CloudWatchClient.prototype), { send });
    const [since, until] = ['2026-12-02T10:00:00.000Z', '2026-12-02T10:02:00.000Z'];
    expect(await new CloudWatchLags(() => client).ofAlarm('lag', since, until)).toMatchObject({ is: 'read' });
    expect(asked[1]).toMatchObject({ Namespace: 'Shop', MetricName: 'lag', Dimensions: [] });
  });
});
