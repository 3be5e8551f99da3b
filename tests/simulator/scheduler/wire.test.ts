import * as Scheduler from '@aws-sdk/client-scheduler';
import { describe, expect, it } from '@jest/globals';
import { wireClient } from '../wire-client.ts';
import { group, schedule, schedulerWorld } from './world.ts';

async function overTheWire() {
  const { region } = await schedulerWorld({ quotas: { 'scheduler/schedule-groups': 1 } });
  return wireClient(Scheduler, Scheduler.SchedulerClient, region.service('scheduler'));
}

describe('an unmodified client', () => {
  it('reads a schedule back with its dates, target and window', async () => {
    const client = await overTheWire();
    const StartDate = new Date('2026-02-01T00:00:00Z');
    await client.send(new Scheduler.CreateScheduleCommand(schedule({ StartDate }) as never));
    const read = await client.send(
      new Scheduler.GetScheduleCommand({ Name: 'nightly', GroupName: 'default' }),
    );
    expect(read).toMatchObject({ Name: 'nightly', StartDate, FlexibleTimeWindow: { Mode: 'OFF' } });
    const list = await client.send(new Scheduler.ListSchedulesCommand({ State: 'ENABLED', MaxResults: 10 }));
    expect(list.Schedules).toHaveLength(1);
    const tags = new Scheduler.TagResourceCommand({
      ResourceArn: group('default'),
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    await client.send(tags);
    const untag = new Scheduler.UntagResourceCommand({ ResourceArn: group('default'), TagKeys: ['a', 'c'] });
    await client.send(untag);
    const left = new Scheduler.ListTagsForResourceCommand({ ResourceArn: group('default') });
    expect((await client.send(left)).Tags).toEqual([]);
  });

  it('gets errors as their classes, with the statuses of the model', async () => {
    const client = await overTheWire();
    await expect(client.send(new Scheduler.GetScheduleCommand({ Name: 'x' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Schedule x does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
    const again = new Scheduler.CreateScheduleGroupCommand({ Name: 'default' });
    await expect(client.send(again)).rejects.toMatchObject({ $metadata: { httpStatusCode: 409 } });
    const more = new Scheduler.CreateScheduleGroupCommand({ Name: 'more' });
    await expect(client.send(more)).rejects.toBeInstanceOf(Scheduler.ServiceQuotaExceededException);
    await expect(client.send(more)).rejects.toMatchObject({ $metadata: { httpStatusCode: 402 } });
    const invalid = new Scheduler.GetScheduleCommand({ Name: 'a b' });
    await expect(client.send(invalid)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });
});
