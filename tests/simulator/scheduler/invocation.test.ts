import { describe, expect, it } from '@jest/globals';
import { administrator } from '../service-calls.ts';
import {
  ACCOUNT,
  attributesOf,
  BUS,
  DEAD_LETTERS,
  failingWorld as failing,
  QUEUE,
  refusal,
  schedule,
  schedulerWorld,
  toBus,
} from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const once = { Name: 'once', ScheduleExpression: 'at(2026-01-01T02:00:00)' };
describe('the target of a schedule', () => {
  it('gets its input with the context attributes of this invocation', async () => {
    const { call, settle, messages } = await schedulerWorld();
    const Input =
      '<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.attempt-number> <aws.scheduler.execution-id> <aws.scheduler.scheduled-time>';
    await call('CreateSchedule', schedule(once, { Input }));
    await settle(DAY);
    const [message] = await messages();
    expect(message?.Body).toMatch(
      /^arn:aws:scheduler:us-east-1:111122223333:schedule\/default\/once 2026-01-01T02:00:00Z 1 [0-9a-f]{16} 2026-01-01T02:00:00Z$/,
    );
  });

  it('gets a notification where the schedule has no input', async () => {
    const { call, settle, messages } = await schedulerWorld();
    await call('CreateSchedule', schedule(once));
    await settle(DAY);
    const [message] = await messages();
    expect(JSON.parse(message?.Body ?? '')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: ACCOUNT,
      time: '2026-01-01T02:00:00Z',
      region: 'us-east-1',
      resources: [`arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/default/once`],
      detail: '{}',
    });
  });

  it('may be a bus, whose rules see the event with its source, detail type and detail', async () => {
    const { call, settle, messages, region } = await schedulerWorld();
    const events = (operation: string, input: Record<string, unknown>) =>
      region.call('events', operation, input, administrator);
    await region.call(
      'sqs',
      'SetQueueAttributes',
      {
        QueueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/inbox`,
        Attributes: { Policy: openPolicy },
      },
      administrator,
    );
    await events('PutRule', { Name: 'due', EventPattern: '{"source":["fleet"],"detail-type":["ScaleDue"]}' });
    await events('PutTargets', { Rule: 'due', Targets: [{ Id: 'q', Arn: QUEUE }] });
    const EventBridgeParameters = { Source: 'fleet', DetailType: 'ScaleDue' };
    const Input = '{"at":"<aws.scheduler.scheduled-time>"}';
    await call('CreateSchedule', schedule(once, { Arn: BUS, EventBridgeParameters, Input }));
    await settle(DAY);
    const [message] = await messages();
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({
      source: 'fleet',
      'detail-type': 'ScaleDue',
      detail: { at: '2026-01-01T02:00:00Z' },
    });
  });

  it('may be a state machine, whose execution gets the input', async () => {
    const { call, settle, makeRole, region } = await schedulerWorld();
    await makeRole('machine', ['*'], { Principal: { Service: 'states.amazonaws.com' } });
    const states = (operation: string, input: Record<string, unknown>) =>
      region.call('states', operation, input, administrator);
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'End',
      States: { End: { Type: 'Succeed' } },
    });
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/machine`;
    const { stateMachineArn } = (await states('CreateStateMachine', { name: 'm', definition, roleArn })) as {
      stateMachineArn: string;
    };
    await call('CreateSchedule', schedule(once, { Arn: stateMachineArn, Input: '{"n":1}' }));
    await settle(DAY);
    const { executions } = (await states('ListExecutions', { stateMachineArn })) as {
      executions: { executionArn: string }[];
    };
    expect(executions).toHaveLength(1);
    expect(await states('DescribeExecution', { executionArn: executions[0]?.executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"n":1}',
    });
  });

  it('may be a topic', async () => {
    const { call, settle, messages, region } = await schedulerWorld();
    const { TopicArn } = (await region.call('sns', 'CreateTopic', { Name: 'ops' }, administrator)) as {
      TopicArn: string;
    };
    const QueueUrl = `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/inbox`;
    await region.call(
      'sqs',
      'SetQueueAttributes',
      { QueueUrl, Attributes: { Policy: openPolicy } },
      administrator,
    );
    const subscription = {
      TopicArn,
      Protocol: 'sqs',
      Endpoint: QUEUE,
      Attributes: { RawMessageDelivery: 'true' },
    };
    await region.call('sns', 'Subscribe', subscription, administrator);
    await call('CreateSchedule', schedule(once, { Arn: TopicArn, Input: 'wake up' }));
    await settle(DAY);
    expect((await messages()).map(({ Body }) => Body)).toEqual(['wake up']);
  });
});

const openPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: QUEUE }],
});

describe('a failed invocation', () => {
  const broken = (over: object = {}) =>
    schedule(once, {
      Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:missing`,
      Input: '<aws.scheduler.attempt-number>',
      DeadLetterConfig: { Arn: DEAD_LETTERS },
      ...over,
    });

  it('that no retry can mend goes to the dead-letter queue at once, with what is known of it', async () => {
    const { call, settle, messages } = await schedulerWorld();
    await call('CreateSchedule', broken());
    await settle(2 * HOUR + 60_000);
    const [letter] = await messages('dead-letters');
    expect(letter?.Body).toBe('1');
    expect(attributesOf(letter)).toEqual({
      ERROR_CODE: 'QueueDoesNotExist',
      ERROR_MESSAGE: expect.stringMatching(/queue does not exist/),
      EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: '0',
      SCHEDULED_TIME: '2026-01-01T02:00:00Z',
      SCHEDULE_ARN: `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/default/once`,
      TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
    });
  });

  it('is tried again for as often as the policy says, each time as another attempt', async () => {
    const { call, settle, messages } = await failing();
    const RetryPolicy = { MaximumRetryAttempts: 3 };
    await call(
      'CreateSchedule',
      schedule(once, { ...toBus, RetryPolicy, DeadLetterConfig: { Arn: DEAD_LETTERS } }),
    );
    await settle(DAY);
    const [letter] = await messages('dead-letters');
    expect(letter?.Body).toBe('{"attempt":"4"}');
    expect(attributesOf(letter)).toMatchObject({
      ERROR_CODE: 'InternalFailure',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '3',
      TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:eventbridge:putEvents',
    });
  });

  it('is tried again until it is too old, by default for a day', async () => {
    const { call, settle, messages, kernel } = await failing();
    const RetryPolicy = { MaximumEventAgeInSeconds: 600 };
    const DeadLetterConfig = { Arn: DEAD_LETTERS };
    await call('CreateSchedule', schedule(once, { ...toBus, RetryPolicy, DeadLetterConfig }));
    await call('CreateSchedule', schedule({ ...once, Name: 'patient' }, { ...toBus, DeadLetterConfig }));
    await settle(3 * HOUR);
    const [letter, ...others] = await messages('dead-letters');
    expect(others).toEqual([]);
    expect(attributesOf(letter)).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
    expect(Number(attributesOf(letter).RETRY_ATTEMPTS)).toBeGreaterThan(4);
    await settle(30 * HOUR);
    const [last] = await messages('dead-letters');
    expect(Number(last?.Attributes?.SentTimestamp)).toBeGreaterThan(kernel.now() - 10 * HOUR);
  });

  it('deletes a schedule that is to be deleted only after its last attempt', async () => {
    const { call, settle } = await failing();
    const RetryPolicy = { MaximumEventAgeInSeconds: 3600 };
    await call(
      'CreateSchedule',
      schedule({ ...once, ActionAfterCompletion: 'DELETE' }, { ...toBus, RetryPolicy }),
    );
    await settle(2.5 * HOUR);
    expect(await call('GetSchedule', { Name: 'once' })).toMatchObject({ Name: 'once' });
    await settle(HOUR);
    expect(await refusal(call('GetSchedule', { Name: 'once' }))).toMatch(/^ResourceNotFoundException/);
  });

  it('leaves no trace in a queue where the schedule has none', async () => {
    const { call, settle, messages, kernel } = await schedulerWorld();
    await call('CreateSchedule', broken({ DeadLetterConfig: undefined }));
    await settle(DAY);
    expect(await messages('dead-letters')).toEqual([]);
    const outcomes = kernel.trace.entries
      .filter(({ kind }) => kind === 'invocation')
      .map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['dropped']);
  });

  it('waits where the Region invokes as much as it may', async () => {
    const { call, settle, arrivals } = await schedulerWorld({ quotas: { 'scheduler/invocations': 0.01 } });
    for (const Name of ['a', 'b', 'c']) await call('CreateSchedule', schedule({ ...once, Name }));
    await settle(DAY);
    const [first = 0, second = 0, third = 0] = arrivals();
    expect(second - first).toBeGreaterThanOrEqual(100_000 - 60_000);
    expect(third - first).toBe(200_000);
  });
});
