import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import type { Caller } from '../../../simulator/service.ts';
import { createSqs } from '../../../simulator/sqs/sqs.ts';
import { resourceContext } from '../resource-context.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

const USER: Caller = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111122223333:root',
  accountId: '111122223333',
};
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:111122223333:${name}`;
const urlOf = (name: string) => `https://sqs.us-east-1.amazonaws.com/111122223333/${name}`;

interface Received {
  readonly MessageId: string;
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
  readonly MD5OfMessageAttributes?: string;
}

function world() {
  const { kernel, settle } = standInKernel();
  const asked: { caller: Caller; action: string; resourcePolicy: unknown }[] = [];
  const region = standInRegion({
    kernel,
    authorize: (caller, { action, resourcePolicy }) => {
      asked.push({ caller, action, resourcePolicy });
    },
  });
  const sqs = createSqs(region);
  const call = async (operation: string, input: object): Promise<Readonly<Record<string, unknown>>> => {
    const run = sqs.operations[operation];
    if (!run) throw new Error(`no operation ${operation}`);
    return ((await run(input, { operation, caller: USER, requestId: 'r' })) ?? {}) as Record<string, unknown>;
  };
  const create = async (name: string, Attributes: Record<string, string> = {}) => {
    await call('CreateQueue', { QueueName: name, Attributes });
    return urlOf(name);
  };
  const receive = async (QueueUrl: string, members: object = {}): Promise<readonly Received[]> =>
    ((await call('ReceiveMessage', { QueueUrl, ...members })).Messages ?? []) as readonly Received[];
  const count = async (QueueUrl: string): Promise<unknown[]> => {
    const { Attributes } = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
    const all = Attributes as Record<string, string>;
    return ['', 'NotVisible', 'Delayed'].map((kind) => all[`ApproximateNumberOfMessages${kind}`]);
  };
  return { kernel, settle, sqs, call, create, receive, count, asked };
}

const codeOf = async (answer: Promise<unknown>): Promise<string> => {
  try {
    await answer;
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  return 'none';
};

describe('queues', () => {
  it('finds the queue that is already there, unless it has other attributes', async () => {
    const { call, create } = world();
    await create('inbox', { VisibilityTimeout: '60' });
    expect(
      await call('CreateQueue', { QueueName: 'inbox', Attributes: { VisibilityTimeout: '60' } }),
    ).toEqual({
      QueueUrl: urlOf('inbox'),
    });
    const other = call('CreateQueue', { QueueName: 'inbox', Attributes: { VisibilityTimeout: '61' } });
    await expect(other).rejects.toThrow('a different value for attribute VisibilityTimeout');
  });

  it('does not give a name again within a minute of its deletion', async () => {
    const { call, create, settle } = world();
    const QueueUrl = await create('inbox');
    await call('DeleteQueue', { QueueUrl });
    expect(await codeOf(call('CreateQueue', { QueueName: 'inbox' }))).toBe('QueueDeletedRecently');
    expect(await codeOf(call('GetQueueUrl', { QueueName: 'inbox' }))).toBe('QueueDoesNotExist');
    await settle(60_000);
    await create('inbox');
  });

  it('has the documented defaults', async () => {
    const { call, create } = world();
    const QueueUrl = await create('inbox');
    expect(
      (await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] })).Attributes,
    ).toMatchObject({
      QueueArn: arnOf('inbox'),
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '0',
    });
  });

  it('names FIFO attributes as not simulated', async () => {
    const { call } = world();
    const fifo = call('CreateQueue', { QueueName: 'q', Attributes: { FifoQueue: 'true' } });
    await expect(fifo).rejects.toThrow('FifoQueue of the attributes of an SQS queue is not simulated');
  });
});

describe('the policy of a queue', () => {
  const allowing = (...Resource: readonly string[]) => ({
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource,
  });

  // SQS developer guide, "Special Information for SQS Policies".
  it.each([
    ['in one statement', [allowing(arnOf('inbox'), arnOf('other'))]],
    ['in several', [allowing(arnOf('inbox')), allowing(arnOf('other'))]],
  ])('covers no other queue, named %s', async (_where, Statement) => {
    const { call, create } = world();
    const QueueUrl = await create('inbox');
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    expect(await codeOf(call('SetQueueAttributes', { QueueUrl, Attributes: { Policy } }))).toBe(
      'InvalidAttributeValue',
    );
  });
});

describe('messages', () => {
  it('hides a received message for the visibility timeout, then shows it again', async () => {
    const { call, create, receive, count, settle } = world();
    const QueueUrl = await create('inbox');
    await call('SendMessage', { QueueUrl, MessageBody: 'hello' });
    const [first] = await receive(QueueUrl);
    expect(first?.Body).toBe('hello');
    expect(await receive(QueueUrl)).toEqual([]);
    expect(await count(QueueUrl)).toEqual(['0', '1', '0']);
    await settle(30_000);
    const [second] = await receive(QueueUrl, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second).toMatchObject({
      MessageId: first?.MessageId,
      Attributes: { ApproximateReceiveCount: '2' },
    });
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    await call('DeleteMessage', { QueueUrl, ReceiptHandle: first?.ReceiptHandle });
    expect(await count(QueueUrl)).toEqual(['0', '1', '0']);
    await call('DeleteMessage', { QueueUrl, ReceiptHandle: second?.ReceiptHandle });
    expect(await count(QueueUrl)).toEqual(['0', '0', '0']);
    expect(await codeOf(call('DeleteMessage', { QueueUrl, ReceiptHandle: 'x' }))).toBe(
      'ReceiptHandleIsInvalid',
    );
  });

  it('extends and ends the time in flight', async () => {
    const { call, create, receive } = world();
    const QueueUrl = await create('inbox');
    await call('SendMessage', { QueueUrl, MessageBody: 'hello' });
    const [{ ReceiptHandle } = { ReceiptHandle: '' }] = await receive(QueueUrl);
    await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    expect(await receive(QueueUrl)).toHaveLength(1);
    const late = call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 1 });
    expect(await codeOf(late)).toBe('MessageNotInflight');
  });

  it('waits for a message as long as it is asked to', async () => {
    const { call, create, receive, settle, kernel } = world();
    const QueueUrl = await create('inbox');
    const start = kernel.now();
    const waiting = receive(QueueUrl, { WaitTimeSeconds: 20 });
    kernel.after(7_000, () => call('SendMessage', { QueueUrl, MessageBody: 'late' }));
    await settle();
    expect((await waiting).map(({ Body }) => Body)).toEqual(['late']);
    expect(kernel.now() - start).toBeLessThan(8_000);
    const empty = receive(QueueUrl, { WaitTimeSeconds: 2 });
    await settle();
    expect(await empty).toEqual([]);
  });

  it('delays, and drops what is kept for too long', async () => {
    const { call, create, count, settle } = world();
    const QueueUrl = await create('inbox', { MessageRetentionPeriod: '60', DelaySeconds: '10' });
    await call('SendMessage', { QueueUrl, MessageBody: 'hello' });
    expect(await count(QueueUrl)).toEqual(['0', '0', '1']);
    await settle(10_000);
    expect(await count(QueueUrl)).toEqual(['1', '0', '0']);
    await settle(50_000);
    expect(await count(QueueUrl)).toEqual(['0', '0', '0']);
  });

  it('moves what was received too often to the dead-letter queue', async () => {
    const { call, create, receive, settle } = world();
    const dead = await create('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 });
    const QueueUrl = await create('inbox', { RedrivePolicy, VisibilityTimeout: '1' });
    await call('SendMessage', { QueueUrl, MessageBody: 'poison' });
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(await receive(QueueUrl)).toHaveLength(1);
      await settle(1_000);
    }
    expect(await receive(QueueUrl)).toEqual([]);
    expect(await receive(dead, { AttributeNames: ['All'] })).toMatchObject([
      { Body: 'poison', Attributes: { DeadLetterQueueSourceArn: arnOf('inbox') } },
    ]);
  });

  it('digests attributes as the developer guide says', async () => {
    const { call, create, receive } = world();
    const QueueUrl = await create('inbox');
    const MessageAttributes = {
      test_attribute_name_1: { DataType: 'String', StringValue: 'test_attribute_value_1' },
    };
    const sent = await call('SendMessage', { QueueUrl, MessageBody: 'b', MessageAttributes });
    const [message] = await receive(QueueUrl, { MessageAttributeNames: ['test_*', 'All'] });
    expect(message?.MessageAttributes?.test_attribute_name_1?.StringValue).toBe('test_attribute_value_1');
    expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
  });
});

describe('the queue as a target of services', () => {
  it('asks IAM with its policy, and keeps texts as message attributes', async () => {
    const { sqs, call, create, receive, asked } = world();
    const Statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arnOf('inbox'),
    };
    const policy = { Version: '2012-10-17', Statement: [Statement] };
    const QueueUrl = await create('inbox');
    await call('SetQueueAttributes', { QueueUrl, Attributes: { Policy: JSON.stringify(policy) } });
    const caller: Caller = { kind: 'service', principal: 'events.amazonaws.com', accountId: '111122223333' };
    sqs.send(arnOf('inbox'), 'body', { RULE_ARN: 'r' }, caller);
    expect(asked).toEqual([{ caller, action: 'sqs:SendMessage', resourcePolicy: policy }]);
    const [message] = await receive(QueueUrl, { MessageAttributeNames: ['All'] });
    expect(message?.MessageAttributes?.RULE_ARN?.StringValue).toBe('r');
    expect(() => sqs.send(arnOf('none'), 'body', {}, caller)).toThrow('The specified queue does not exist.');
  });
});

describe('AWS::SQS::Queue and AWS::SQS::QueuePolicy', () => {
  it('make, change and delete a queue with its policy', async () => {
    const { sqs, call } = world();
    const queueType = sqs.resourceTypes?.['AWS::SQS::Queue'];
    const policyType = sqs.resourceTypes?.['AWS::SQS::QueuePolicy'];
    const context = resourceContext('Rejects');
    const made = await queueType?.create({ MessageRetentionPeriod: 1209600, Tags: [] }, context);
    const QueueUrl = made?.physicalId ?? '';
    expect(made?.attributes).toMatchObject({
      QueueUrl,
      Arn: expect.stringMatching(/:fleet-Rejects-\w{12}$/),
    });
    // The schema of AWS::SQS::Queue, `handlers`.
    expect(context.asked).toEqual(
      ['CreateQueue', 'GetQueueUrl', 'GetQueueAttributes', 'ListQueueTags'].map((action) => ({
        action: `sqs:${action}`,
        resource: made?.attributes.Arn,
      })),
    );
    const PolicyDocument = { Version: '2012-10-17', Statement: [] };
    const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
    const document = { ...PolicyDocument, Statement: [statement] };
    await policyType?.create({ Queues: [QueueUrl], PolicyDocument: document }, context);
    await queueType?.update(
      QueueUrl,
      { VisibilityTimeout: '5' },
      { MessageRetentionPeriod: 1209600 },
      context,
    );
    const { Attributes } = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
    expect(Attributes).toMatchObject({
      Policy: JSON.stringify(document),
      VisibilityTimeout: '5',
      MessageRetentionPeriod: '345600',
    });
    await queueType?.delete(QueueUrl, {}, context);
    expect(await codeOf(call('GetQueueAttributes', { QueueUrl }))).toBe('QueueDoesNotExist');
  });
});
