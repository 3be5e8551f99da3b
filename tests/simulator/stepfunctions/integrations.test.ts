import { describe, expect, it } from '@jest/globals';
import { AwsError, NotSimulated } from '../../../simulator/aws-error.ts';
import { only, outputOf, typesOf, workbench } from './workbench.ts';

const integration = (resource: string, args: unknown, more: Record<string, unknown> = {}) =>
  only({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: args, ...more });

describe('events:putEvents', () => {
  const entry = { Detail: { a: 1 }, DetailType: 'Done', Source: 'fleet' };

  it('sends Detail as text, with the execution and its machine among the resources', async () => {
    const { run, answers, calls } = workbench();
    answers.set('events:PutEvents', () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] }));
    const execution = await run(integration('events:putEvents', { Entries: [entry] }));
    const { arn, stateMachineArn } = execution.facts;
    expect(calls[0]?.input).toEqual({
      Entries: [{ ...entry, Detail: '{"a":1}', Resources: [arn, stateMachineArn] }],
    });
    expect(outputOf(execution)).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
  });

  it('fails with EventBridge.FailedEntry when one entry fails', async () => {
    const { run, answers } = workbench();
    const answer = { Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'no' }], FailedEntryCount: 1 };
    answers.set('events:PutEvents', () => answer);
    const execution = await run(integration('events:putEvents', { Entries: [entry] }));
    expect(execution.error).toBe('EventBridge.FailedEntry');
    expect(JSON.parse(execution.cause ?? '')).toEqual(answer);
  });
});

describe('states:startExecution', () => {
  const child = async (bench: ReturnType<typeof workbench>, state: Record<string, unknown>) =>
    bench.create(only(state), 'child');

  it('goes on at once without .sync', async () => {
    const bench = workbench();
    const StateMachineArn = await child(bench, { Type: 'Wait', Seconds: 1000 });
    const args = { StateMachineArn, Name: 'one', Input: { a: 1 } };
    const execution = await bench.run(integration('states:startExecution', args), {}, 5000);
    expect(execution.status).toBe('SUCCEEDED');
    expect(outputOf(execution)).toMatchObject({
      ExecutionArn: 'arn:aws:states:us-east-1:111122223333:execution:child:one',
    });
    const started = bench.calls.find(({ operation }) => operation === 'StartExecution');
    expect(started).toMatchObject({ input: { input: '{"a":1}' }, caller: { kind: 'role' } });
  });

  it('waits with .sync and gives the output as text, with .sync:2 as JSON', async () => {
    for (const [suffix, expected] of [
      ['.sync', '{"done":1}'],
      ['.sync:2', { done: 1 }],
    ] as const) {
      const bench = workbench();
      const StateMachineArn = await child(bench, { Type: 'Pass', Output: { done: 1 } });
      const execution = await bench.run(integration(`states:startExecution${suffix}`, { StateMachineArn }));
      expect(outputOf(execution)).toMatchObject({ Output: expected, Status: 'SUCCEEDED' });
      expect(typesOf(execution)).toContain('TaskSubmitted');
    }
  });

  it('fails with States.TaskFailed when the child fails, naming its error in the cause', async () => {
    const bench = workbench();
    const StateMachineArn = await child(bench, {
      Type: 'Fail',
      Error: 'Lost',
      Cause: 'gone',
      End: undefined,
    });
    const execution = await bench.run(integration('states:startExecution.sync:2', { StateMachineArn }));
    expect(execution.error).toBe('States.TaskFailed');
    expect(JSON.parse(execution.cause ?? '')).toMatchObject({
      Error: 'Lost',
      Cause: 'gone',
      Status: 'FAILED',
    });
  });

  it('names what Step Functions refuses after the service', async () => {
    const bench = workbench();
    const StateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:none';
    const execution = await bench.run(integration('states:startExecution', { StateMachineArn }));
    expect(execution.error).toBe('StepFunctions.StateMachineDoesNotExistException');
  });
});

describe('states:startExecution.sync in the lurch', () => {
  it('stops the child when the parent is stopped', async () => {
    const bench = workbench();
    const StateMachineArn = await bench.create(only({ Type: 'Wait', Seconds: 1000 }), 'child');
    const args = { StateMachineArn, Name: 'one' };
    const execution = await bench.run(integration('states:startExecution.sync', args), {}, 5000);
    await bench.api('StopExecution', { executionArn: execution.facts.arn });
    await bench.settle();
    const child = bench.service.execution('arn:aws:states:us-east-1:111122223333:execution:child:one');
    expect(child.status).toBe('ABORTED');
  });

  it('leaves the child running when the task times out', async () => {
    const bench = workbench();
    const StateMachineArn = await bench.create(only({ Type: 'Wait', Seconds: 1000 }), 'child');
    const args = { StateMachineArn, Name: 'one' };
    const definition = integration('states:startExecution.sync', args, { TimeoutSeconds: 10 });
    const execution = await bench.run(definition);
    expect(execution.error).toBe('States.Timeout');
    const child = bench.service.execution('arn:aws:states:us-east-1:111122223333:execution:child:one');
    expect(child.status).toBe('SUCCEEDED');
  });

  it('reports a child that could not be started as TaskSubmitFailed', async () => {
    const bench = workbench();
    const StateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:none';
    const execution = await bench.run(integration('states:startExecution.sync', { StateMachineArn }));
    expect(typesOf(execution).slice(-2)).toEqual(['TaskSubmitFailed', 'ExecutionFailed']);
  });

  it('refuses the machine whose role may not create the managed rule', async () => {
    const bench = workbench();
    Object.assign(bench.region, {
      authorize: (_: unknown, { action }: { action: string }) => {
        if (action === 'events:PutRule') throw new AwsError('AccessDeniedException', 'no');
      },
    });
    await expect(
      bench.create(integration('states:startExecution.sync', { StateMachineArn: 'x' })),
    ).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: "'arn:aws:iam::111122223333:role/workflow' is not authorized to create managed-rule.",
    });
  });
});

describe('the role of an execution', () => {
  it('fails the task when it can no longer be assumed', async () => {
    const bench = workbench();
    Object.assign(bench.region.roles, {
      assume: () => {
        throw new AwsError('RoleNotAssumable', 'gone', { statusCode: 400 });
      },
    });
    const execution = await bench.run(integration('dynamodb:getItem', { TableName: 't' }));
    expect(execution.error).toBe('DynamoDB.AmazonDynamoDBException');
  });
});

describe('SDK integrations', () => {
  it('calls the operation as the role and answers its output', async () => {
    const { run, answers, calls } = workbench();
    answers.set('dynamodb:GetItem', () => ({ Item: { id: { S: 'x' } }, at: undefined }));
    const args = { TableName: 't', Key: { id: { S: 'x' } } };
    const execution = await run(integration('aws-sdk:dynamodb:getItem', args));
    expect(outputOf(execution)).toEqual({ Item: { id: { S: 'x' } } });
    expect(calls).toMatchObject([{ operation: 'GetItem', input: args, caller: { kind: 'role' } }]);
  });

  it('adds the metadata of optimised integrations', async () => {
    const { run, answers } = workbench();
    answers.set('sqs:SendMessage', (input) => ({ MessageId: 'm', Body: input.MessageBody }));
    const args = { QueueUrl: 'https://q', MessageBody: { a: 1 } };
    const execution = await run(integration('sqs:sendMessage', args));
    expect(outputOf(execution)).toMatchObject({
      MessageId: 'm',
      Body: '{"a":1}',
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  it('translates the names of members that begin with a small letter', async () => {
    const bench = workbench();
    const StateMachineArn = await bench.create(only({ Type: 'Pass' }), 'child');
    const execution = await bench.run(
      integration('aws-sdk:sfn:startExecution', { StateMachineArn, Input: { a: 1 } }),
    );
    expect(outputOf(execution)).toEqual({
      ExecutionArn: expect.stringContaining(':execution:child:'),
      StartDate: expect.stringMatching(/^2026-01-01T/),
    });
  });

  it("names errors after the service's SDK", async () => {
    const { run, answers } = workbench();
    answers.set('dynamodb:PutItem', () => {
      throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
    });
    const sdk = await run(integration('aws-sdk:dynamodb:putItem', { TableName: 't' }));
    expect(sdk.error).toBe('DynamoDb.ConditionalCheckFailedException');
    const other = workbench();
    other.answers.set('dynamodb:PutItem', answers.get('dynamodb:PutItem') ?? (() => undefined));
    const optimised = await other.run(integration('dynamodb:putItem', { TableName: 't' }));
    expect(optimised.error).toBe('DynamoDB.ConditionalCheckFailedException');
  });

  it('ends the run by name for a service that is not modelled', async () => {
    const { run } = workbench();
    await expect(run(integration('aws-sdk:eks:describeCluster', { Name: 'x' }))).rejects.toThrow(
      NotSimulated,
    );
  });
});
