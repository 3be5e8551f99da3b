import { describe, expect, it } from '@jest/globals';
import type { ResourceProvider } from '../../../simulator/service.ts';
import { stackContext } from '../service-calls.ts';
import { group, refusal, schedule, schedulerWorld } from './world.ts';

async function stackWorld() {
  const world = await schedulerWorld();
  const type = (name: string) => world.region.resourceProvider(`AWS::Scheduler::${name}`) as ResourceProvider;
  const { context, asked } = stackContext({ 'aws:cloudformation:stack-name': 'shop' });
  return { ...world, schedules: type('Schedule'), groups: type('ScheduleGroup'), context, asked };
}

const { Name: _, ...unnamed } = schedule();

describe("CloudFormation's types of Scheduler", () => {
  it('make a group and schedules whose Ref and attributes are as documented', async () => {
    const { schedules, groups, context, asked, call } = await stackWorld();
    const made = await groups.create({ Name: 'fleet', Tags: [{ Key: 'a', Value: '1' }] }, context);
    expect(made).toMatchObject({ physicalId: 'fleet', attributes: { Arn: group('fleet'), State: 'ACTIVE' } });
    expect((await call('ListTagsForResource', { ResourceArn: group('fleet') })).Tags).toEqual([
      { Key: 'aws:cloudformation:stack-name', Value: 'shop' },
      { Key: 'a', Value: '1' },
    ]);
    const one = await schedules.create({ ...unnamed, GroupName: 'fleet' }, context);
    expect(one.physicalId).toMatch(/^shop-Thing-\w{12}$/);
    const arn = `arn:aws:scheduler:us-east-1:111122223333:schedule/fleet/${one.physicalId}`;
    expect(one.attributes).toEqual({ Arn: arn });
    expect(asked).toEqual([
      `scheduler:CreateScheduleGroup ${group('fleet')}`,
      `scheduler:CreateSchedule ${arn}`,
    ]);
  });

  it('take numbers and dates as text', async () => {
    const { schedules, context, call } = await stackWorld();
    const properties = schedule(
      {
        FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: '15' },
        StartDate: '2026-02-01T00:00:00Z',
      },
      { RetryPolicy: { MaximumRetryAttempts: '2' } },
    );
    await schedules.create(properties, context);
    expect(await call('GetSchedule', { Name: 'nightly' })).toMatchObject({
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      StartDate: new Date('2026-02-01T00:00:00Z'),
      Target: { RetryPolicy: { MaximumRetryAttempts: 2 } },
    });
  });

  it('change a schedule in place, take it away, and do not mind one that is gone', async () => {
    const { schedules, context, call } = await stackWorld();
    await schedules.create(schedule(), context);
    await schedules.update('nightly', schedule({ State: 'DISABLED' }), schedule(), context);
    expect(await call('GetSchedule', { Name: 'nightly' })).toMatchObject({ State: 'DISABLED' });
    await schedules.delete('nightly', schedule(), context);
    await schedules.delete('nightly', schedule(), context);
    expect((await call('ListSchedules', {})).Schedules).toEqual([]);
  });

  it('refuse to take over what is there already', async () => {
    const { schedules, groups, context, call } = await stackWorld();
    await call('CreateSchedule', schedule());
    expect(await refusal(schedules.create(schedule(), context))).toBe(
      "AlreadyExistsException: Resource of type 'AWS::Scheduler::Schedule' with identifier 'nightly' already exists.",
    );
    expect(await refusal(groups.create({ Name: 'default' }, context))).toMatch(/^AlreadyExistsException/);
  });

  it('wait until a group is gone with its schedules, and replace its tags in place', async () => {
    const { groups, context, call, settle } = await stackWorld();
    await groups.create({ Name: 'fleet', Tags: [{ Key: 'a', Value: '1' }] }, context);
    await groups.update('fleet', { Name: 'fleet', Tags: [{ Key: 'b', Value: '2' }] }, {}, context);
    const { Tags } = await call('ListTagsForResource', { ResourceArn: group('fleet') });
    expect(Tags.map(({ Key }) => Key)).toEqual(['aws:cloudformation:stack-name', 'b']);
    let isDeleted = false;
    const deletion = groups.delete('fleet', {}, context).then(() => {
      isDeleted = true;
    });
    await settle(1000);
    expect([isDeleted, (await call('GetScheduleGroup', { Name: 'fleet' })).State]).toEqual([
      false,
      'DELETING',
    ]);
    await settle(300_000);
    await deletion;
    expect(await refusal(call('GetScheduleGroup', { Name: 'fleet' }))).toMatch(/^ResourceNotFoundException/);
  });
});
