import { describe, expect, it } from '@jest/globals';
import { failSome } from '../../../simulator/eventbridge/put-events/failed-entries.ts';
import { randomStream } from '../../../simulator/kernel/random.ts';
import { entry, eventBridgeWorld, eventsOf, QUEUE, refusalOf } from './stand-in-world.ts';

const listening = async (options = {}) => {
  const world = eventBridgeWorld(options);
  await world.call('PutRule', { Name: 'all', EventPattern: '{"source":["app"]}' });
  await world.call('PutTargets', { Rule: 'all', Targets: [{ Id: 'q', Arn: QUEUE }] });
  return world;
};

describe('PutEvents', () => {
  it('delivers an accepted entry as an event with its envelope', async () => {
    const { call, settle, sent } = await listening();
    const answer = await call('PutEvents', { Entries: [entry({ Resources: ['arn:x'] })] });
    await settle();
    const [event] = eventsOf(sent);
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: event?.id }] });
    expect(event).toMatchObject({
      version: '0',
      source: 'app',
      'detail-type': 'Happened',
      account: '111122223333',
      time: '2026-01-01T00:00:00Z',
      region: 'us-east-1',
      resources: ['arn:x'],
      detail: { n: 1 },
    });
  });

  it('fails some entries by a fault of its own, inside a success', () => {
    const input = { Entries: [1, 2, 3, 4].map((n) => ({ Detail: `{"n":${n}}` })) };
    for (let seed = 1; seed <= 20; seed++) {
      const { accepted, answer } = failSome(input, randomStream(seed, 'entries'));
      const kept = (accepted?.Entries ?? []) as readonly { readonly Detail: string }[];
      const told = answer({ Entries: kept.map(({ Detail }) => ({ EventId: Detail })) });
      const Entries = input.Entries.map(({ Detail }) =>
        kept.some((one) => one.Detail === Detail)
          ? { EventId: Detail }
          : {
              ErrorCode: expect.stringMatching(/^(InternalFailure|ThrottlingException)$/),
              ErrorMessage: expect.any(String),
            },
      );
      expect(told).toEqual({ FailedEntryCount: input.Entries.length - kept.length, Entries });
      expect(kept.length).toBeLessThan(input.Entries.length);
    }
  });

  it('fails a bad entry alone, inside a success', async () => {
    const { call, settle, sent } = await listening();
    const bad = [
      entry({ Source: undefined }),
      entry({ DetailType: '' }),
      entry({ Detail: undefined }),
      entry({ Detail: '[1]' }),
      entry({ Detail: '{' }),
      entry({ Source: 'aws.eks' }),
    ];
    const answer = await call('PutEvents', { Entries: [...bad, entry()] });
    await settle();
    const failures = answer.Entries as readonly { ErrorCode?: string; ErrorMessage?: string }[];
    expect(answer.FailedEntryCount).toBe(bad.length);
    expect(failures.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      undefined,
    ]);
    expect(failures[0]?.ErrorMessage).toBe(
      'Parameter Source is not valid. Reason: Source is a required argument.',
    );
    expect(sent).toHaveLength(1);
  });

  it('refuses a request of more than ten entries, printing them as AWS does', async () => {
    const { call } = await listening();
    const { code, message } = await refusalOf(
      call('PutEvents', { Entries: Array.from({ length: 11 }, () => entry()) }),
    );
    expect(code).toBe('ValidationException');
    expect(message).toMatch(
      /^1 validation error detected: Value '\[PutEventsRequestEntry\(time=null, source=app,/,
    );
    expect(message).toMatch(
      /at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10$/,
    );
  });

  it('counts the bytes of all entries against the limit of a request', async () => {
    const { call } = await listening();
    const half = entry({ Detail: JSON.stringify({ text: 'ä'.repeat(65_400) }) });
    expect((await call('PutEvents', { Entries: [half] })).FailedEntryCount).toBe(0);
    const { message } = await refusalOf(call('PutEvents', { Entries: [half, half, half] }));
    expect(message).toBe('Total size of the entries in the request is over the limit.');
  });

  it('accepts and loses an event for a bus that does not exist', async () => {
    const { call, settle, sent } = await listening();
    const answer = await call('PutEvents', { Entries: [entry({ EventBusName: 'nowhere' })] });
    await settle();
    expect(answer.FailedEntryCount).toBe(0);
    expect(sent).toHaveLength(0);
  });

  it('ends the run by name where an entry uses a member that is not modelled', async () => {
    const { call, kernel } = await listening();
    await expect(call('PutEvents', { Entries: [entry({ TraceHeader: 'Root=1' })] })).rejects.toThrow(
      'TraceHeader of an entry of events:PutEvents is not simulated',
    );
    expect(kernel.failure).toBeDefined();
  });

  it('asks IAM about each bus, source and detail type, with the policy of the bus', async () => {
    const { services, call } = await listening();
    await call('PutPermission', {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Sid: 'own',
          Effect: 'Deny',
          Principal: '*',
          Action: 'events:PutEvents',
          Resource: '*',
          Condition: { StringEquals: { 'events:source': 'fleet' } },
        },
      }),
    });
    const questions = services.get('us-east-1')?.authorize(
      'PutEvents',
      { Entries: [entry(), entry(), entry({ Source: 'other' })] },
      {
        kind: 'administrator',
        arn: 'a',
        accountId: '111122223333',
      },
    );
    expect(questions).toHaveLength(2);
    expect(questions?.[0]).toMatchObject({
      action: 'events:PutEvents',
      resource: 'arn:aws:events:us-east-1:111122223333:event-bus/default',
      context: {
        'events:source': 'app',
        'events:detail-type': 'Happened',
        'events:eventBusInvocation': 'false',
      },
      resourcePolicy: { Statement: [{ Sid: 'own', Effect: 'Deny' }] },
    });
  });
});
