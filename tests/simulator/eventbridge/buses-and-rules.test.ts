import { describe, expect, it } from '@jest/globals';
import { entry, eventBridgeWorld, eventsOf, QUEUE, refusalOf } from './stand-in-world.ts';

const pattern = '{"source":["app"]}';

describe('event buses', () => {
  it('keeps a default bus that cannot be deleted, and custom ones by unique name', async () => {
    const { call } = eventBridgeWorld();
    expect(await call('CreateEventBus', { Name: 'fleet' })).toEqual({
      EventBusArn: 'arn:aws:events:us-east-1:111122223333:event-bus/fleet',
    });
    expect(await refusalOf(call('CreateEventBus', { Name: 'fleet' }))).toMatchObject({
      code: 'ResourceAlreadyExistsException',
      message: 'Event bus fleet already exists.',
    });
    expect((await refusalOf(call('DeleteEventBus', { Name: 'default' }))).message).toBe(
      'Cannot delete event bus default.',
    );
    expect((await refusalOf(call('DescribeEventBus', { Name: 'none' }))).message).toBe(
      'Event bus none does not exist.',
    );
  });

  it('does not delete a bus that still has rules', async () => {
    const { call } = eventBridgeWorld();
    await call('CreateEventBus', { Name: 'fleet' });
    await call('PutRule', { Name: 'r', EventBusName: 'fleet', EventPattern: pattern });
    expect((await refusalOf(call('DeleteEventBus', { Name: 'fleet' }))).code).toBe('ValidationException');
    await call('DeleteRule', { Name: 'r', EventBusName: 'fleet' });
    await call('DeleteEventBus', { Name: 'fleet' });
    expect((await call('ListEventBuses', {})).EventBuses).toHaveLength(1);
  });

  it('answers no object of its own state', async () => {
    const { call } = eventBridgeWorld();
    await call('PutRule', { Name: 'r', EventPattern: pattern });
    await call('PutTargets', {
      Rule: 'r',
      Targets: [{ Id: 't', Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: 1 } }],
    });
    const first = await call('ListTargetsByRule', { Rule: 'r' });
    const [target] = first.Targets as { RetryPolicy: { MaximumRetryAttempts: number } }[];
    if (target) target.RetryPolicy.MaximumRetryAttempts = 9;
    expect((await call('ListTargetsByRule', { Rule: 'r' })).Targets).toEqual([
      { Id: 't', Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: 1 } },
    ]);
  });

  it('removes statements by id, and refuses an id that is not there', async () => {
    const { call } = eventBridgeWorld();
    const permission = { Action: 'events:PutEvents', Principal: '222222222222' };
    await call('PutPermission', { ...permission, StatementId: 'a' });
    await call('PutPermission', { ...permission, StatementId: 'b' });
    await call('RemovePermission', { StatementId: 'a' });
    const policy = JSON.parse(String((await call('DescribeEventBus', {})).Policy));
    expect(policy.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['b']);
    expect((await refusalOf(call('RemovePermission', { StatementId: 'a' }))).message).toBe(
      'Statement with the provided id does not exist.',
    );
  });
});

describe('rules', () => {
  it('refuses a pattern as AWS words it, with the place of the fault', async () => {
    const { call } = eventBridgeWorld();
    const text = '{"source":["app"],"detail":{"name":"x"}}';
    expect(await refusalOf(call('PutRule', { Name: 'r', EventPattern: text }))).toMatchObject({
      code: 'InvalidEventPatternException',
      message: `Event pattern is not valid. Reason: "name" must be an object or an array\n at [Source: (String)"${text}"; line: 1, column: 37]`,
    });
  });

  it('keeps targets and tags when it is put again', async () => {
    const { call } = eventBridgeWorld();
    const { RuleArn } = await call('PutRule', {
      Name: 'r',
      EventPattern: pattern,
      Tags: [{ Key: 'a', Value: '1' }],
    });
    await call('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: QUEUE }] });
    await call('PutRule', { Name: 'r', EventPattern: '{"source":["b"]}', Tags: [{ Key: 'b', Value: '2' }] });
    expect((await call('ListTargetsByRule', { Rule: 'r' })).Targets).toHaveLength(1);
    expect(await call('ListTagsForResource', { ResourceARN: RuleArn })).toEqual({
      Tags: [{ Key: 'a', Value: '1' }],
    });
    expect((await call('DescribeRule', { Name: 'r' })).EventPattern).toBe('{"source":["b"]}');
  });

  it('does not delete a rule that has targets', async () => {
    const { call } = eventBridgeWorld();
    await call('PutRule', { Name: 'r', EventPattern: pattern });
    await call('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: QUEUE }] });
    expect((await refusalOf(call('DeleteRule', { Name: 'r' }))).message).toBe(
      "Rule can't be deleted since it has targets.",
    );
    await call('RemoveTargets', { Rule: 'r', Ids: ['t'] });
    await call('DeleteRule', { Name: 'r' });
    expect((await refusalOf(call('DescribeRule', { Name: 'r' }))).message).toBe(
      'Rule r does not exist on EventBus default.',
    );
  });

  it('matches nothing while it is disabled', async () => {
    const { call, settle, sent } = eventBridgeWorld();
    await call('PutRule', { Name: 'r', EventPattern: pattern });
    await call('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: QUEUE }] });
    await call('DisableRule', { Name: 'r' });
    await call('PutEvents', { Entries: [entry()] });
    await settle();
    expect(sent).toHaveLength(0);
    await call('EnableRule', { Name: 'r' });
    await call('PutEvents', { Entries: [entry()] });
    await settle();
    expect(sent).toHaveLength(1);
  });

  it('fires on its schedule, within the minute, and on the default bus only', async () => {
    const { call, settle, sent, kernel } = eventBridgeWorld();
    await call('CreateEventBus', { Name: 'fleet' });
    const hourly = { Name: 'hourly', ScheduleExpression: 'cron(30 * * * ? *)' };
    expect((await refusalOf(call('PutRule', { ...hourly, EventBusName: 'fleet' }))).message).toBe(
      'ScheduleExpression is supported only on the default event bus.',
    );
    expect(
      (await refusalOf(call('PutRule', { ...hourly, ScheduleExpression: 'rate(1 minutes)' }))).message,
    ).toBe('Parameter ScheduleExpression is not valid.');
    await call('PutRule', hourly);
    await call('PutTargets', { Rule: 'hourly', Targets: [{ Id: 't', Arn: QUEUE }] });
    const start = kernel.now();
    await settle(3 * 3_600_000);
    expect(eventsOf(sent).map(({ time, source }) => `${source} ${time}`)).toEqual([
      'aws.events 2026-01-01T00:30:00Z',
      'aws.events 2026-01-01T01:30:00Z',
      'aws.events 2026-01-01T02:30:00Z',
    ]);
    for (const [index, { at }] of sent.entries()) {
      const late = at - start - (30 + index * 60) * 60_000;
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(61_000);
    }
    await call('DisableRule', { Name: 'hourly' });
    await settle();
    expect(sent).toHaveLength(3);
  });
});

describe('targets', () => {
  it.each([
    ['notanarn', 'Parameter notanarn is not valid. Reason: Provided Arn is not in correct format.'],
    [
      'arn:aws:states:us-east-1:111122223333:stateMachine:m',
      'RoleArn is required for target arn:aws:states:us-east-1:111122223333:stateMachine:m.',
    ],
    [
      'arn:aws:events:us-west-2:111122223333:event-bus/default',
      'RoleArn is required for target arn:aws:events:us-west-2:111122223333:event-bus/default.',
    ],
  ])('refuses %s without what it needs', async (Arn, message) => {
    const { call } = eventBridgeWorld();
    await call('PutRule', { Name: 'r', EventPattern: pattern });
    const refusal = await refusalOf(call('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn }] }));
    expect(refusal).toMatchObject({ code: 'ValidationException', message });
  });

  it('takes five targets a rule, all of a request or none', async () => {
    const { call } = eventBridgeWorld();
    await call('PutRule', { Name: 'r', EventPattern: pattern });
    const Targets = Array.from({ length: 6 }, (_, n) => ({ Id: `t${n}`, Arn: QUEUE }));
    expect((await refusalOf(call('PutTargets', { Rule: 'r', Targets }))).code).toBe('LimitExceededException');
    expect((await call('ListTargetsByRule', { Rule: 'r' })).Targets).toEqual([]);
    await call('PutTargets', { Rule: 'r', Targets: Targets.slice(0, 5) });
    const first = await call('ListTargetsByRule', { Rule: 'r', Limit: 3 });
    const rest = await call('ListTargetsByRule', { Rule: 'r', NextToken: first.NextToken });
    expect([first.Targets, rest.Targets]).toMatchObject([
      [{ Id: 't0' }, { Id: 't1' }, { Id: 't2' }],
      [{ Id: 't3' }, { Id: 't4' }],
    ]);
  });

  it('names the kinds of target that it does not model', async () => {
    const { call } = eventBridgeWorld();
    await call('PutRule', { Name: 'r', EventPattern: pattern });
    const Arn = 'arn:aws:kinesis:us-east-1:111122223333:stream/s';
    await expect(call('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn }] })).rejects.toThrow(
      `the rule target ${Arn} is not simulated`,
    );
  });
});
