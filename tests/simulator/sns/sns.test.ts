import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import type { Caller } from '../../../simulator/service.ts';
import { createSns } from '../../../simulator/sns/sns.ts';
import { resourceContext } from '../resource-context.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

const USER: Caller = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111122223333:root',
  accountId: '111122223333',
};
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:ops';
const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:inbox';

function world(refusal?: AwsError) {
  const { kernel, settle } = standInKernel();
  const sent: { queueArn: string; body: string; caller: Caller }[] = [];
  const asked: { action: string; resourcePolicy: unknown }[] = [];
  const region = standInRegion({
    kernel,
    authorize: (_caller, { action, resourcePolicy }) => {
      asked.push({ action, resourcePolicy });
    },
    queues: {
      send: (queueArn, body, _attributes, caller) => {
        if (refusal) throw refusal;
        sent.push({ queueArn, body, caller });
      },
    },
  });
  const sns = createSns(region);
  const call = async (operation: string, input: object): Promise<Readonly<Record<string, unknown>>> => {
    const run = sns.operations[operation];
    if (!run) throw new Error(`no operation ${operation}`);
    return ((await run(input, { operation, caller: USER, requestId: 'r' })) ?? {}) as Record<string, unknown>;
  };
  return { kernel, settle, sns, call, sent, asked };
}

describe('topics', () => {
  it('finds the topic of a name, unless its attributes differ', async () => {
    const { call } = world();
    expect(await call('CreateTopic', { Name: 'ops' })).toEqual({ TopicArn: TOPIC });
    expect(await call('CreateTopic', { Name: 'ops' })).toEqual({ TopicArn: TOPIC });
    await expect(call('CreateTopic', { Name: 'ops', Attributes: { DisplayName: 'x' } })).rejects.toThrow(
      'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    );
  });

  it('refuses to publish to what is not there', async () => {
    const { call } = world();
    await expect(call('Publish', { TopicArn: TOPIC, Message: 'm' })).rejects.toMatchObject({
      code: 'NotFoundException',
      message: 'Topic does not exist',
    });
  });

  it('delivers to a queue in an envelope, or raw', async () => {
    const { call, sent, settle } = world();
    await call('CreateTopic', { Name: 'ops' });
    await call('Subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE });
    const raw = { RawMessageDelivery: 'true' };
    await call('Subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: `${QUEUE}-raw`, Attributes: raw });
    const { MessageId } = await call('Publish', { TopicArn: TOPIC, Subject: 'S', Message: 'text' });
    expect(sent).toEqual([]);
    await settle();
    const bodies = new Map(sent.map(({ queueArn, body }) => [queueArn, body]));
    expect(bodies.get(`${QUEUE}-raw`)).toBe('text');
    expect(JSON.parse(bodies.get(QUEUE) ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn: TOPIC,
      Subject: 'S',
      Message: 'text',
    });
    expect(sent[0]?.caller).toMatchObject({ principal: 'sns.amazonaws.com', sourceArn: TOPIC });
  });

  it.each([
    ['email', 'a@example.com'],
    ['https', 'https://pager.example.com/alarms'],
  ])(
    'keeps an address pending that nobody has confirmed, and sends it nothing (%s)',
    async (Protocol, Endpoint) => {
      const { call, sent, settle } = world();
      await call('CreateTopic', { Name: 'ops' });
      const address = { TopicArn: TOPIC, Protocol, Endpoint };
      await expect(call('Subscribe', { ...address, Endpoint: 'nowhere' })).rejects.toMatchObject({
        code: 'InvalidParameterException',
      });
      expect(await call('Subscribe', address)).toEqual({ SubscriptionArn: 'pending confirmation' });
      await call('Publish', { TopicArn: TOPIC, Message: 'text' });
      await settle();
      expect(sent).toEqual([]);
      const { Attributes } = await call('GetTopicAttributes', { TopicArn: TOPIC });
      expect(Attributes).toMatchObject({ SubscriptionsPending: '1', SubscriptionsConfirmed: '0' });
      expect((await call('ListSubscriptionsByTopic', { TopicArn: TOPIC })).Subscriptions).toMatchObject([
        { SubscriptionArn: 'PendingConfirmation', Endpoint },
      ]);
    },
  );

  it('drops, on record, what a queue does not let it send', async () => {
    const { call, kernel, settle } = world(new AwsError('AccessDenied', 'no'));
    await call('CreateTopic', { Name: 'ops' });
    await call('Subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE });
    await call('Publish', { TopicArn: TOPIC, Message: 'text' });
    await settle();
    expect(kernel.trace.entries).toMatchObject([
      { kind: 'notification', outcome: 'dropped', message: 'AccessDenied: no' },
    ]);
  });

  it('asks IAM with its policy before a service publishes', async () => {
    const { sns, call, asked } = world();
    await call('CreateTopic', { Name: 'ops' });
    const caller: Caller = { kind: 'service', principal: 'events.amazonaws.com', accountId: '111122223333' };
    sns.publish(TOPIC, '', 'text', caller);
    expect(asked).toMatchObject([
      { action: 'sns:Publish', resourcePolicy: { Statement: [{ Sid: '__default_statement_ID' }] } },
    ]);
  });

  it('names protocols that are not simulated', async () => {
    const { call } = world();
    await call('CreateTopic', { Name: 'ops' });
    const lambda = call('Subscribe', { TopicArn: TOPIC, Protocol: 'lambda', Endpoint: 'x' });
    await expect(lambda).rejects.toThrow('sns:Subscribe with protocol lambda is not simulated');
  });
});

describe("CloudFormation's types of SNS", () => {
  it('make a topic with its policy and subscriptions, and delete them', async () => {
    const { sns, call } = world();
    const types = sns.resourceTypes ?? {};
    const context = resourceContext('Alarms');
    const properties = { TopicName: 'ops', Subscription: [{ Protocol: 'sqs', Endpoint: QUEUE }] };
    const made = await types['AWS::SNS::Topic']?.create(properties, context);
    expect(made).toMatchObject({ physicalId: TOPIC, attributes: { TopicArn: TOPIC, TopicName: 'ops' } });
    const Statement = [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: TOPIC,
      },
    ];
    const PolicyDocument = { Version: '2012-10-17', Statement };
    await types['AWS::SNS::TopicPolicy']?.create({ Topics: [TOPIC], PolicyDocument }, context);
    const { Attributes } = await call('GetTopicAttributes', { TopicArn: TOPIC });
    expect(Attributes).toMatchObject({ Policy: JSON.stringify(PolicyDocument), SubscriptionsConfirmed: '1' });
    const email = { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'a@example.com' };
    const subscribed = await types['AWS::SNS::Subscription']?.create(email, context);
    expect(subscribed?.physicalId).toMatch(/:ops:[0-9a-f-]{36}$/);
    await types['AWS::SNS::Topic']?.delete(TOPIC, properties, context);
    expect((await call('ListSubscriptions', {})).Subscriptions).toEqual([]);
  });
});
