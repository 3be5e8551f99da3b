import { describe, expect, it } from '@jest/globals';
import { NotSimulated } from '../../../simulator/aws-error.ts';
import { BUS, QUEUE, ROLE, refusal, schedule, schedulerWorld } from './world.ts';

const ARN = 'arn:aws:scheduler:us-east-1:111122223333:schedule/default/nightly';

describe('a schedule', () => {
  it('is answered with the defaults of what its request left out', async () => {
    const { call, kernel } = await schedulerWorld();
    const createdAt = new Date(kernel.now());
    expect(await call('CreateSchedule', schedule())).toEqual({ ScheduleArn: ARN });
    expect(await call('GetSchedule', { Name: 'nightly' })).toEqual({
      Arn: ARN,
      Name: 'nightly',
      GroupName: 'default',
      ScheduleExpression: 'cron(0 2 * * ? *)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'NONE',
      CreationDate: createdAt,
      LastModificationDate: createdAt,
      Target: {
        Arn: QUEUE,
        RoleArn: ROLE,
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    });
  });

  it('loses by an update whatever the request does not repeat', async () => {
    const { call, settle } = await schedulerWorld();
    const target = { RetryPolicy: { MaximumRetryAttempts: 3 } };
    const full = { Description: 'x', State: 'DISABLED', ScheduleExpressionTimezone: 'Europe/Berlin' };
    await call('CreateSchedule', schedule({ ...full, ActionAfterCompletion: 'DELETE' }, target));
    const before = await call('GetSchedule', { Name: 'nightly' });
    expect(before.Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 3 });
    await settle(1000);
    await call('UpdateSchedule', schedule({ ScheduleExpression: 'rate(1 hour)' }));
    const after = await call('GetSchedule', { Name: 'nightly' });
    expect(after).toMatchObject({
      State: 'ENABLED',
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'NONE',
      CreationDate: before.CreationDate,
    });
    expect(after).not.toHaveProperty('Description');
    expect(after.Target.RetryPolicy.MaximumRetryAttempts).toBe(185);
    expect(after.LastModificationDate.getTime()).toBe(before.LastModificationDate.getTime() + 1000);
  });

  it('is gone after it was deleted, and can be neither changed nor deleted then', async () => {
    const { call } = await schedulerWorld();
    await call('CreateSchedule', schedule());
    await call('DeleteSchedule', { Name: 'nightly' });
    const gone = 'ResourceNotFoundException: Schedule nightly does not exist.';
    expect(await refusal(call('GetSchedule', { Name: 'nightly' }))).toBe(gone);
    expect(await refusal(call('DeleteSchedule', { Name: 'nightly' }))).toBe(gone);
    expect(await refusal(call('UpdateSchedule', schedule()))).toBe(gone);
  });

  it('is made once by requests of one client token, and in conflict with any other of its name', async () => {
    const { call } = await schedulerWorld();
    const first = schedule({ ClientToken: 'one' });
    expect(await call('CreateSchedule', first)).toEqual(await call('CreateSchedule', first));
    const conflict = 'ConflictException: Schedule nightly already exists.';
    expect(await refusal(call('CreateSchedule', schedule({ ClientToken: 'two' })))).toBe(conflict);
    expect(await refusal(call('CreateSchedule', { ...first, ScheduleExpression: 'rate(1 day)' }))).toBe(
      conflict,
    );
    await call('DeleteSchedule', { Name: 'nightly', ClientToken: 'three' });
    await call('DeleteSchedule', { Name: 'nightly', ClientToken: 'three' });
  });

  it('is refused over the quota', async () => {
    const { call } = await schedulerWorld({ quotas: { 'scheduler/schedules': 1 } });
    await call('CreateSchedule', schedule());
    expect(await refusal(call('CreateSchedule', schedule({ Name: 'second' })))).toMatch(
      /^ServiceQuotaExceededException: /,
    );
  });

  it('is listed by prefix, state and group, in pages that survive changes between them', async () => {
    const { call } = await schedulerWorld();
    await call('CreateScheduleGroup', { Name: 'other' });
    for (const Name of ['a1', 'a2', 'a3', 'b1']) await call('CreateSchedule', schedule({ Name }));
    await call('CreateSchedule', schedule({ Name: 'a2', GroupName: 'other', State: 'DISABLED' }));
    const names = async (input: object) => {
      const { Schedules } = await call('ListSchedules', input);
      return Schedules.map(({ GroupName, Name }) => `${GroupName}/${Name}`);
    };
    expect(await names({})).toEqual(['default/a1', 'default/a2', 'default/a3', 'default/b1', 'other/a2']);
    expect(await names({ NamePrefix: 'a', GroupName: 'default' })).toEqual([
      'default/a1',
      'default/a2',
      'default/a3',
    ]);
    expect(await names({ State: 'DISABLED' })).toEqual(['other/a2']);
    expect(await refusal(call('ListSchedules', { GroupName: 'none' }))).toBe(
      'ResourceNotFoundException: Schedule group none does not exist.',
    );
    const first = await call('ListSchedules', { MaxResults: 2 });
    expect(first.Schedules[0]).toMatchObject({ Name: 'a1', State: 'ENABLED', Target: { Arn: QUEUE } });
    await call('DeleteSchedule', { Name: 'a1' });
    const second = await call('ListSchedules', { MaxResults: 3, NextToken: first.NextToken });
    expect(second.Schedules.map(({ Name }) => Name)).toEqual(['a3', 'b1', 'a2']);
    expect(second).not.toHaveProperty('NextToken');
    expect(await refusal(call('ListSchedules', { NextToken: 'x' }))).toMatch(/^ValidationException/);
  });
});

describe('a request for a schedule is refused', () => {
  const refusedWith = async (over: object, target: object = {}) => {
    const { call } = await schedulerWorld();
    return refusal(call('CreateSchedule', schedule({ ...over }, { ...target })));
  };

  it('for all members that do not fit the model, in one message', async () => {
    const window = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 };
    expect(await refusedWith({ Name: 'a/b', FlexibleTimeWindow: window })).toBe(
      'ValidationException: 2 validation errors detected: ' +
        "Value 'a/b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-zA-Z-_.]+; " +
        "Value '1441' at 'flexibleTimeWindow.maximumWindowInMinutes' failed to satisfy constraint: Member must have value less than or equal to 1440",
    );
    expect(await refusedWith({ Name: 'n'.repeat(65) })).toContain(
      'Member must have length less than or equal to 64',
    );
    expect(await refusedWith({ FlexibleTimeWindow: { Mode: 'SOMETIMES' } })).toContain('[OFF, FLEXIBLE]');
  });

  it.each([
    [{ MaximumRetryAttempts: 186 }, "'186' at 'target.retryPolicy.maximumRetryAttempts'"],
    [{ MaximumRetryAttempts: -1 }, "'-1' at 'target.retryPolicy.maximumRetryAttempts'"],
    [{ MaximumEventAgeInSeconds: 59 }, "'59' at 'target.retryPolicy.maximumEventAgeInSeconds'"],
    [{ MaximumEventAgeInSeconds: 86_401 }, "'86401' at 'target.retryPolicy.maximumEventAgeInSeconds'"],
  ])('for a retry policy of %j', async (RetryPolicy, expected) => {
    expect(await refusedWith({}, { RetryPolicy })).toContain(expected);
  });

  it('for an expression, a time zone or a group that is none', async () => {
    expect(await refusedWith({ ScheduleExpression: 'cron(0 1 * * * *)' })).toBe(
      'ValidationException: Invalid Schedule Expression cron(0 1 * * * *).',
    );
    expect(await refusedWith({ ScheduleExpressionTimezone: 'Europe/Atlantis' })).toMatch(
      /^ValidationException/,
    );
    expect(await refusedWith({ GroupName: 'none' })).toBe(
      'ResourceNotFoundException: Schedule group none does not exist.',
    );
  });

  it('for a window without its minutes, and for minutes without a window', async () => {
    expect(await refusedWith({ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } })).toMatch(/^ValidationException/);
    const window = { Mode: 'OFF', MaximumWindowInMinutes: 5 };
    expect(await refusedWith({ FlexibleTimeWindow: window })).toMatch(/^ValidationException/);
  });

  it('for a start that lies more than five minutes back, or an end before it; but neither matters to at(...)', async () => {
    const { call, kernel } = await schedulerWorld();
    const at = (minutes: number) => new Date(kernel.now() + minutes * 60_000);
    const create = (over: object) => call('CreateSchedule', schedule({ ...over }));
    expect(await refusal(create({ StartDate: at(-6) }))).toBe(
      'ValidationException: The StartDate you specify cannot be earlier than 5 minutes ago.',
    );
    expect(await refusal(create({ StartDate: at(9), EndDate: at(8) }))).toMatch(/^ValidationException/);
    expect(await refusal(create({ EndDate: at(-1) }))).toMatch(/^ValidationException/);
    await create({ StartDate: at(-4), EndDate: at(60) });
    const once = { Name: 'once', ScheduleExpression: 'at(2026-02-01T00:00:00)' };
    await create({ ...once, StartDate: at(-600), EndDate: at(-60) });
  });

  it('for an EventBridge target without its parameters, of an AWS source, or with input that is no JSON', async () => {
    const EventBridgeParameters = { Source: 'fleet', DetailType: 'Due' };
    expect(await refusedWith({}, { Arn: BUS, Input: '{}' })).toMatch(/^ValidationException/);
    expect(await refusedWith({}, { EventBridgeParameters })).toMatch(/^ValidationException/);
    expect(await refusedWith({}, { Arn: BUS, EventBridgeParameters, Input: 'now' })).toMatch(
      /^ValidationException/,
    );
    const ofAws = { ...EventBridgeParameters, Source: 'aws.ec2' };
    expect(await refusedWith({}, { Arn: BUS, EventBridgeParameters: ofAws, Input: '{}' })).toContain(
      "'aws.ec2' at 'target.eventBridgeParameters.source'",
    );
  });

  it.each([
    ['a universal target', {}, { Arn: 'arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig', Input: '{}' }],
    ['a target that is not modelled', {}, { Arn: 'arn:aws:ecs:us-east-1:111122223333:cluster/c' }],
    ['parameters that are not modelled', {}, { SqsParameters: { MessageGroupId: 'g' } }],
    ['a target elsewhere', {}, { Arn: 'arn:aws:sqs:eu-west-1:111122223333:inbox' }],
    ['a key of its own', { KmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/k' }, {}],
  ])('by name where it is not simulated: %s', async (_what, over, target) => {
    const { call } = await schedulerWorld();
    await expect(call('CreateSchedule', schedule(over, target))).rejects.toBeInstanceOf(NotSimulated);
  });
});
