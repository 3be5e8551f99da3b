import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import type { Region } from '../../../simulator/region.ts';
import { DEAD_LETTERS, entry, eventBridgeWorld } from './stand-in-world.ts';

type Parts = Partial<Omit<Region, 'settings'>>;

/** Puts one event that a rule hands to the target given. */
async function deliver(target: object, parts: Parts) {
  const world = eventBridgeWorld({ parts });
  await world.call('PutRule', { Name: 'all', EventPattern: '{"source":["app"]}' });
  await world.call('PutTargets', { Rule: 'all', Targets: [{ Id: 't', ...target }] });
  await world.call('PutEvents', { Entries: [entry()] });
  await world.settle();
  return world;
}

const itself = {
  kind: 'service',
  principal: 'events.amazonaws.com',
  accountId: '111122223333',
  sourceArn: 'arn:aws:events:us-east-1:111122223333:rule/all',
};
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:ops';
const LOG_GROUP = 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/events/all';

describe('targets that judge EventBridge by their own policy', () => {
  it('are functions, invoked asynchronously with the event', async () => {
    const invoked: unknown[] = [];
    await deliver(
      { Arn: FUNCTION },
      {
        lambda: {
          invoke: () => Promise.reject(new Error('not synchronously')),
          invokeAsynchronously: (...args) => {
            invoked.push(args);
          },
        },
      },
    );
    expect(invoked).toEqual([
      [FUNCTION, expect.objectContaining({ source: 'app', detail: { n: 1 } }), itself],
    ]);
  });

  it('are topics, with the event as the message', async () => {
    const published: [string, string, string, unknown][] = [];
    await deliver({ Arn: TOPIC }, { topics: { publish: (...args) => void published.push(args) } });
    expect(published).toEqual([[TOPIC, '', expect.stringContaining('"detail":{"n":1}'), itself]]);
  });

  it('are log groups, each event in a stream of its own', async () => {
    const calls: [string, string, Record<string, unknown>, unknown][] = [];
    const call: Region['call'] = async (...args) => {
      calls.push(args);
    };
    await deliver({ Arn: LOG_GROUP }, { call });
    expect(calls.map(([service, operation]) => `${service}:${operation}`)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    expect(calls[1]?.[2]).toMatchObject({
      logGroupName: '/aws/events/all',
      logStreamName: calls[0]?.[2].logStreamName,
      logEvents: [{ message: expect.stringContaining('"source":"app"') }],
    });
    expect(calls[0]?.[3]).toEqual(itself);
  });
});

describe('input that is not what the target takes', () => {
  it('goes to the dead-letter queue where a function gets no JSON', async () => {
    const transformer = { InputPathsMap: { s: '$.source' }, InputTemplate: 'from <s>' };
    const target = { Arn: FUNCTION, InputTransformer: transformer, DeadLetterConfig: { Arn: DEAD_LETTERS } };
    const refuse = (): never => {
      throw new AwsError('ServiceException', 'must not be reached');
    };
    const world = await deliver(target, { lambda: { invoke: refuse, invokeAsynchronously: refuse } });
    expect(world.sent[0]?.attributes).toMatchObject({ ERROR_CODE: 'INVALID_JSON', RETRY_ATTEMPTS: '0' });
  });

  it('is refused by name for a bus, which is handed the event whole', async () => {
    const Arn = 'arn:aws:events:us-east-1:111122223333:event-bus/other';
    await expect(deliver({ Arn, InputPath: '$.detail' }, {})).rejects.toThrow(
      `InputPath of the target ${Arn} is not simulated`,
    );
  });
});
