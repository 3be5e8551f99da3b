import { describe, expect, it } from '@jest/globals';
import { group, refusal, schedule, schedulerWorld } from './world.ts';

describe('a schedule group', () => {
  it('is there from the beginning, and cannot be deleted', async () => {
    const { call } = await schedulerWorld();
    expect(await call('GetScheduleGroup', { Name: 'default' })).toMatchObject({
      Arn: group('default'),
      Name: 'default',
      State: 'ACTIVE',
    });
    expect(await refusal(call('DeleteScheduleGroup', { Name: 'default' }))).toMatch(/^ValidationException/);
  });

  it('holds schedules whose names are its own', async () => {
    const { call } = await schedulerWorld();
    expect(await call('CreateScheduleGroup', { Name: 'fleet' })).toEqual({
      ScheduleGroupArn: group('fleet'),
    });
    await call('CreateSchedule', schedule());
    const made = await call('CreateSchedule', schedule({ GroupName: 'fleet' }));
    expect(made.ScheduleArn).toBe('arn:aws:scheduler:us-east-1:111122223333:schedule/fleet/nightly');
    expect(await call('GetSchedule', { Name: 'nightly', GroupName: 'fleet' })).toMatchObject({
      GroupName: 'fleet',
    });
  });

  it('is being deleted until its schedules are, and they may fire meanwhile', async () => {
    const { call, settle } = await schedulerWorld();
    await call('CreateScheduleGroup', { Name: 'fleet' });
    await call('CreateSchedule', schedule({ GroupName: 'fleet' }));
    await call('DeleteScheduleGroup', { Name: 'fleet' });
    expect(await call('GetScheduleGroup', { Name: 'fleet' })).toMatchObject({ State: 'DELETING' });
    expect(await call('GetSchedule', { Name: 'nightly', GroupName: 'fleet' })).toMatchObject({
      Name: 'nightly',
    });
    const another = schedule({ Name: 'another', GroupName: 'fleet' });
    expect(await refusal(call('CreateSchedule', another))).toMatch(/^ConflictException/);
    expect(await refusal(call('DeleteScheduleGroup', { Name: 'fleet' }))).toMatch(/^ConflictException/);
    expect(await refusal(call('CreateScheduleGroup', { Name: 'fleet' }))).toMatch(/^ConflictException/);
    await settle(300_000);
    expect(await refusal(call('GetScheduleGroup', { Name: 'fleet' }))).toBe(
      'ResourceNotFoundException: Schedule group fleet does not exist.',
    );
    expect(await refusal(call('GetSchedule', { Name: 'nightly', GroupName: 'fleet' }))).toBe(
      'ResourceNotFoundException: Schedule nightly does not exist.',
    );
  });

  it('fires no schedule any more once it is gone', async () => {
    const { call, settle, messages } = await schedulerWorld();
    await call('CreateScheduleGroup', { Name: 'fleet' });
    await call('CreateSchedule', schedule({ GroupName: 'fleet' }));
    await call('DeleteScheduleGroup', { Name: 'fleet' });
    await settle(86_400_000);
    expect(await messages()).toEqual([]);
  });

  it('is in conflict with another of its name, made once a client token, and refused over the quota', async () => {
    const { call } = await schedulerWorld({ quotas: { 'scheduler/schedule-groups': 2 } });
    await call('CreateScheduleGroup', { Name: 'fleet', ClientToken: 't' });
    await call('CreateScheduleGroup', { Name: 'fleet', ClientToken: 't' });
    expect(await refusal(call('CreateScheduleGroup', { Name: 'fleet' }))).toBe(
      'ConflictException: Schedule group fleet already exists.',
    );
    expect(await refusal(call('CreateScheduleGroup', { Name: 'more' }))).toMatch(
      /^ServiceQuotaExceededException/,
    );
  });

  it('is listed by prefix, in pages', async () => {
    const { call } = await schedulerWorld();
    for (const Name of ['b', 'a', 'ab']) await call('CreateScheduleGroup', { Name });
    const { ScheduleGroups, NextToken } = await call('ListScheduleGroups', { MaxResults: 2 });
    expect(ScheduleGroups.map(({ Name }) => Name)).toEqual(['a', 'ab']);
    const rest = await call('ListScheduleGroups', { NextToken });
    expect(rest.ScheduleGroups.map(({ Name }) => Name)).toEqual(['b', 'default']);
    const some = await call('ListScheduleGroups', { NamePrefix: 'a' });
    expect(some.ScheduleGroups.map(({ Name }) => Name)).toEqual(['a', 'ab']);
  });

  it('has tags, which a schedule has not', async () => {
    const { call } = await schedulerWorld();
    const ResourceArn = group('fleet');
    await call('CreateScheduleGroup', { Name: 'fleet', Tags: [{ Key: 'a', Value: '1' }] });
    await call('TagResource', { ResourceArn, Tags: [{ Key: 'b', Value: '2' }] });
    await call('UntagResource', { ResourceArn, TagKeys: ['a'] });
    expect(await call('ListTagsForResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'b', Value: '2' }] });
    await call('CreateSchedule', schedule());
    const { Arn } = await call('GetSchedule', { Name: 'nightly' });
    expect(await refusal(call('ListTagsForResource', { ResourceArn: Arn }))).toContain(
      "at 'resourceArn' failed to satisfy constraint: Member must satisfy regular expression pattern",
    );
    expect(await refusal(call('ListTagsForResource', { ResourceArn: group('none') }))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});
