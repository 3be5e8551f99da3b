import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import { type Faults, NOTHING_FAILS } from '../../../simulator/fault.ts';
import type { Caller } from '../../../simulator/service.ts';
import { standInServiceLinked } from '../stand-in-region.ts';
import { DEAD_LETTERS, entry, eventBridgeWorld, eventsOf, QUEUE } from './stand-in-world.ts';

type World = ReturnType<typeof eventBridgeWorld>;

const target = async ({ call }: World, members: object): Promise<void> => {
  await call('PutRule', { Name: 'all', EventPattern: '{"source":["app"]}' });
  await call('PutTargets', { Rule: 'all', Targets: [{ Id: 't', Arn: QUEUE, ...members }] });
};
const withDeadLetters = { DeadLetterConfig: { Arn: DEAD_LETTERS } };
const down = (code: string, message = 'no') => ({ [QUEUE]: new AwsError(code, message) });
const outcomes = ({ kernel }: World): unknown[] =>
  kernel.trace.entries.filter(({ kind }) => kind === 'delivery').map((one) => one.outcome);

/** A region in which a fault hits deliveries. */
const deliveries = (ofDelivery: Faults['ofDelivery']) => ({ faults: { ...NOTHING_FAILS, ofDelivery } });

describe('deliveries of events', () => {
  it('lets events overtake one another', async () => {
    const world = eventBridgeWorld();
    await target(world, {});
    const Entries = Array.from({ length: 10 }, (_, n) => entry({ Detail: JSON.stringify({ n }) }));
    await world.call('PutEvents', { Entries });
    await world.settle();
    const order = eventsOf(world.sent).map(({ detail }) => detail.n);
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(order).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('delivers one event twice, with one id, where a fault says so', async () => {
    const world = eventBridgeWorld({ parts: deliveries(() => ({ copies: 2, delayMs: 0 })) });
    await target(world, {});
    await world.call('PutEvents', { Entries: [entry()] });
    await world.settle();
    const ids = eventsOf(world.sent).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('delivers late, after events that were put later, where a fault says so', async () => {
    const delays = [3600_000];
    const world = eventBridgeWorld({
      parts: deliveries(() => ({ copies: 1, delayMs: delays.pop() ?? 0 })),
    });
    await target(world, {});
    const Entries = [0, 1].map((n) => entry({ Detail: JSON.stringify({ n }) }));
    await world.call('PutEvents', { Entries });
    const start = world.kernel.now();
    await world.settle();
    expect(eventsOf(world.sent).map(({ detail }) => detail.n)).toEqual([1, 0]);
    expect((world.sent.at(-1)?.at ?? 0) - start).toBeGreaterThan(3600_000);
  });

  it('gives one trace for one seed, and another for another', async () => {
    const hashes = [];
    for (const seed of [7, 7, 8]) {
      const world = eventBridgeWorld({ seed });
      await target(world, {});
      await world.call('PutEvents', { Entries: Array.from({ length: 10 }, () => entry()) });
      await world.settle();
      hashes.push(world.kernel.trace.hash());
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it('retries errors of the target for 24 hours or 185 times, then uses the dead-letter queue', async () => {
    const world = eventBridgeWorld({ refusals: down('InternalFailure', 'sorry') });
    await target(world, withDeadLetters);
    await world.call('PutEvents', { Entries: [entry()] });
    const start = world.kernel.now();
    await world.settle();
    const [letter] = world.sent;
    expect(letter?.queueArn).toBe(DEAD_LETTERS);
    expect(letter?.attributes).toMatchObject({
      RULE_ARN: 'arn:aws:events:us-east-1:111122223333:rule/all',
      TARGET_ARN: QUEUE,
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'sorry',
    });
    expect(Number(letter?.attributes.RETRY_ATTEMPTS)).toBeGreaterThan(150);
    expect(letter?.attributes.EXHAUSTED_RETRY_CONDITION).toMatch(
      /^Maximum(RetryAttempts|EventAgeInSeconds)$/,
    );
    expect((letter?.at ?? 0) - start).toBeGreaterThan(20 * 3_600_000);
    expect((letter?.at ?? 0) - start).toBeLessThanOrEqual(24 * 3_600_000);
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ source: 'app', detail: { n: 1 } });
  });

  it('gives up after the retries or the age that the target allows, whichever is first', async () => {
    const attempts = eventBridgeWorld({ refusals: down('ThrottlingException') });
    await target(attempts, { ...withDeadLetters, RetryPolicy: { MaximumRetryAttempts: 2 } });
    const age = eventBridgeWorld({ refusals: down('ThrottlingException') });
    await target(age, { ...withDeadLetters, RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    for (const world of [attempts, age]) {
      await world.call('PutEvents', { Entries: [entry()] });
      await world.settle();
    }
    expect(attempts.sent[0]?.attributes).toMatchObject({
      ERROR_CODE: 'THROTTLING',
      RETRY_ATTEMPTS: '2',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
    expect(age.sent[0]?.attributes.EXHAUSTED_RETRY_CONDITION).toBe('MaximumEventAgeInSeconds');
  });

  it.each([
    ['AccessDeniedException', 'NO_PERMISSIONS'],
    ['QueueDoesNotExist', 'NO_RESOURCE'],
  ])('does not retry %s', async (code, errorCode) => {
    const world = eventBridgeWorld({ refusals: down(code) });
    await target(world, withDeadLetters);
    await world.call('PutEvents', { Entries: [entry()] });
    await world.settle();
    expect(world.sent[0]?.attributes).toMatchObject({ ERROR_CODE: errorCode, RETRY_ATTEMPTS: '0' });
    expect(world.sent[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('drops the event where there is no dead-letter queue, and loses it where the queue refuses', async () => {
    const dropped = eventBridgeWorld({ refusals: down('AccessDenied') });
    await target(dropped, {});
    const lost = eventBridgeWorld({
      refusals: { ...down('AccessDenied'), [DEAD_LETTERS]: new AwsError('AccessDenied', 'not you') },
    });
    await target(lost, withDeadLetters);
    for (const world of [dropped, lost]) {
      await world.call('PutEvents', { Entries: [entry()] });
      await world.settle();
    }
    expect(outcomes(dropped)).toEqual(['dropped']);
    expect(outcomes(lost)).toEqual(['lost']);
  });

  it('starts a state machine as the role of the target, with the event as input', async () => {
    const stateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:create';
    const roleArn = 'arn:aws:iam::111122223333:role/start';
    const started: { input: string; name?: string; caller: Caller }[] = [];
    const world = eventBridgeWorld({
      parts: {
        stepFunctions: {
          startExecution: (request, caller) => {
            started.push({ ...request, caller });
            return { executionArn: 'e' };
          },
        },
      },
    });
    await target(world, { Arn: stateMachineArn, RoleArn: roleArn });
    await world.call('PutEvents', { Entries: [entry()] });
    await world.settle();
    expect(JSON.parse(started[0]?.input ?? '')).toMatchObject({ source: 'app', detail: { n: 1 } });
    expect(started[0]?.caller).toMatchObject({ kind: 'role', roleArn });
    expect(started[0]?.name).toMatch(/^[0-9a-f-]{36}_[0-9a-f-]{36}$/);
  });

  it('reports a role that cannot be assumed without retrying', async () => {
    const world = eventBridgeWorld({
      parts: {
        roles: {
          find: () => undefined,
          serviceLinked: standInServiceLinked,
          holdInProfile: () => () => undefined,
          assertPassable: () => undefined,
          assume: () => {
            throw new AwsError('AccessDenied', 'not trusted');
          },
        },
      },
    });
    await target(world, { ...withDeadLetters, RoleArn: 'arn:aws:iam::111122223333:role/other' });
    await world.call('PutEvents', { Entries: [entry()] });
    await world.settle();
    expect(world.sent[0]?.attributes).toMatchObject({
      ERROR_CODE: 'FAILED_TO_ASSUME_ROLE',
      RETRY_ATTEMPTS: '0',
    });
  });

  it('gives the target a constant, a part of the event or a text made of it', async () => {
    const template = '{"who": <who>, "list": <list>, "text": "from <who>, <missing>!"}';
    const transformer = {
      InputPathsMap: { who: '$.source', list: '$.detail.list', missing: '$.detail.none' },
      InputTemplate: template,
    };
    const bodies: string[] = [];
    for (const members of [
      { Input: '{"fixed":true}' },
      { InputPath: '$.detail' },
      { InputTransformer: transformer },
    ]) {
      const world = eventBridgeWorld();
      await target(world, members);
      await world.call('PutEvents', { Entries: [entry({ Detail: '{"list":["a",1]}' })] });
      await world.settle();
      bodies.push(world.sent[0]?.body ?? '');
    }
    expect(bodies).toEqual([
      '{"fixed":true}',
      '{"list":["a",1]}',
      '{"who": "app", "list": ["a",1], "text": "from app, !"}',
    ]);
  });
});
