import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import { DEAD_LETTERS, entry, eventBridgeWorld, eventsOf, QUEUE } from './stand-in-world.ts';

const busArn = (region: string, name: string) => `arn:aws:events:${region}:111122223333:event-bus/${name}`;
const RoleArn = 'arn:aws:iam::111122223333:role/forward';
const everything = '{"source":["app"]}';

/** us-west-2 forwards to the home bus in us-east-1, whose rules are the test's. */
async function forwardingWorld(options = {}) {
  const world = eventBridgeWorld(options);
  await world.call('CreateEventBus', { Name: 'home' });
  await world.call('PutRule', { Name: 'home', EventPattern: everything }, 'us-west-2');
  const target = { Id: 'home', Arn: busArn('us-east-1', 'home'), RoleArn };
  await world.call('PutTargets', { Rule: 'home', Targets: [target] }, 'us-west-2');
  return world;
}

describe("another region's bus as a target", () => {
  it('judges the role against the receiving bus and its policy', async () => {
    const world = await forwardingWorld();
    await world.call('PutPermission', {
      EventBusName: 'home',
      StatementId: 's',
      Action: 'events:PutEvents',
      Principal: '*',
    });
    await world.call('PutEvents', { Entries: [entry()] }, 'us-west-2');
    await world.settle();
    expect(world.asked).toEqual([
      {
        caller: expect.objectContaining({ kind: 'role', roleArn: RoleArn }),
        authorization: expect.objectContaining({
          action: 'events:PutEvents',
          resource: busArn('us-east-1', 'home'),
          context: expect.objectContaining({ 'events:eventBusInvocation': 'true' }),
          resourcePolicy: expect.objectContaining({ Statement: [expect.objectContaining({ Sid: 's' })] }),
        }),
      },
    ]);
  });

  it('delivers to the rules of the receiving bus, with the region of origin', async () => {
    const world = await forwardingWorld();
    await world.call('PutRule', { Name: 'r', EventBusName: 'home', EventPattern: everything });
    await world.call('PutTargets', { Rule: 'r', EventBusName: 'home', Targets: [{ Id: 'q', Arn: QUEUE }] });
    await world.call('PutEvents', { Entries: [entry()] }, 'us-west-2');
    await world.settle();
    expect(eventsOf(world.sent)).toMatchObject([{ region: 'us-west-2', source: 'app' }]);
  });

  it.each([
    ['us-east-1', 'default', 'THIRD_ACCOUNT_HOP_DETECTED'],
    ['us-west-2', 'default', 'THIRD_REGION_HOP_DETECTED'],
  ])('does not forward a received event on to a bus in %s', async (region, name, code) => {
    const world = await forwardingWorld();
    await world.call('PutRule', { Name: 'on', EventBusName: 'home', EventPattern: everything });
    const target = { Id: 'b', Arn: busArn(region, name), RoleArn, DeadLetterConfig: { Arn: DEAD_LETTERS } };
    await world.call('PutTargets', { Rule: 'on', EventBusName: 'home', Targets: [target] });
    await world.call('PutEvents', { Entries: [entry()] }, 'us-west-2');
    await world.settle();
    expect(world.sent.map(({ attributes }) => attributes.ERROR_CODE)).toEqual([code]);
  });

  it('puts what the receiving bus denies into the dead-letter queue', async () => {
    const world = await forwardingWorld({
      parts: {
        authorize: () => {
          throw new AwsError('AccessDeniedException', 'explicit deny in a resource-based policy');
        },
      },
    });
    const target = {
      Id: 'home',
      Arn: busArn('us-east-1', 'home'),
      RoleArn,
      DeadLetterConfig: { Arn: DEAD_LETTERS.replace('us-east-1', 'us-west-2') },
    };
    await world.call('PutTargets', { Rule: 'home', Targets: [target] }, 'us-west-2');
    await world.call('PutEvents', { Entries: [entry()] }, 'us-west-2');
    await world.settle();
    expect(world.sent[0]?.attributes).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' });
  });
});
