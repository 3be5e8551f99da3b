import type { DynamoDBClient, TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoDbRecords } from '../../aws/records.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const cluster = `cluster#${arn}`;

/** A region with these items, and its requests, each as a list of `<table> <key>`. */
function regionWith(items: Readonly<Record<string, object>>) {
  const requests: string[][] = [];
  const send = async ({ input }: TransactGetItemsCommand) => {
    const asked = (input.TransactItems ?? []).map(({ Get }) => {
      const { pk, sk } = unmarshall(Get?.Key ?? {});
      return [Get?.TableName, pk, ...(sk === undefined ? [] : [sk])].join(' ');
    });
    requests.push(asked);
    const Responses = asked.map((key) => {
      const [, pk, sk] = key.split(' ');
      return items[key] ? { Item: marshall({ pk, sk, ...items[key] }, { removeUndefinedValues: true }) } : {};
    });
    return { Responses };
  };
  const client = { send } as unknown as DynamoDBClient;
  return { requests, records: new DynamoDbRecords(client, { leases: 'leases', fleet: 'fleet' }) };
}

describe('the records of a cluster', () => {
  it('are read by one request, from both tables, and what is not there is undefined', async () => {
    const { records, requests } = regionWith({
      [`leases lease#${arn}`]: { epoch: 3 },
      [`fleet ${cluster} sizes`]: { operationId: 'o1' },
      [`fleet ${cluster} operation#o2`]: { id: 'o2' },
    });
    expect(
      await records.read({ arn, operationId: 'o2' }, ['operation', 'lease', 'registered', 'memory']),
    ).toEqual({ operation: { id: 'o2' }, lease: { epoch: 3 }, memory: { operationId: 'o1' } });
    expect(requests).toEqual([
      [
        `fleet ${cluster} operation#o2`,
        `leases lease#${arn}`,
        `fleet ${cluster} cluster`,
        `fleet ${cluster} sizes`,
      ],
    ]);
  });

  it('have all that holds the cluster, of its own and of the whole fleet, the oldest first', async () => {
    const hold = (reason: string, at: string) => ({ owner: 'ann', reason, at });
    const [freeze, incident] = [
      hold('a freeze', '2026-11-24T08:00:00Z'),
      hold('fire', '2026-11-23T08:00:00Z'),
    ];
    const pauses = [
      [{}, undefined],
      [{ [`leases pause#${arn}`]: { holds: {} } }, undefined],
      [{ [`leases pause#${arn}`]: { holds: { f: freeze } } }, [{ scope: arn, id: 'f', ...freeze }]],
      [
        {
          [`leases pause#${arn}`]: { holds: { f: freeze } },
          'leases pause#fleet': { holds: { i: incident } },
        },
        [
          { scope: 'fleet', id: 'i', ...incident },
          { scope: arn, id: 'f', ...freeze },
        ],
      ],
    ] as const;
    for (const [items, holds] of pauses) {
      const { records, requests } = regionWith(items);
      const { pause, left } = await records.read({ arn }, ['pause', 'left']);
      expect([pause?.holds, left]).toEqual([holds, undefined]);
      expect(requests).toEqual([['leases pause#fleet', `leases pause#${arn}`, `fleet ${cluster} left`]]);
    }
  });

  it.each([
    ['of a former release', { reason: 'an incident' }],
    ['without anything', {}],
    ['with holds that are no map', { holds: 'all' }],
    ['with a hold that is none', { holds: { f: { reason: 'a freeze' } } }],
    ['with more than holds', { holds: {}, until: 7 }],
    ['with what only looks like JSON', { holds: {}, request: 'none' }],
  ])('have a pause that cannot be read, %s, as one that holds', async (_what, item) => {
    const { pause } = await regionWith({ 'leases pause#fleet': item }).records.read({ arn }, ['pause']);
    expect(pause?.holds).toEqual([
      expect.objectContaining({
        scope: 'fleet',
        owner: 'unknown',
        reason: expect.stringContaining('cannot be read'),
      }),
    ]);
  });

  it('are not asked for where the subject does not name them', async () => {
    const { records, requests } = regionWith({ 'fleet fleets offices': { name: 'offices' } });
    expect(await records.read({ arn }, ['claim', 'fleet', 'access'])).toEqual({});
    const named = await records.read({ arn, requestId: 'r1', fleet: 'offices' }, ['claim', 'fleet']);
    expect(named.fleet).toEqual({ name: 'offices' });
    expect(requests).toEqual([[`fleet ${cluster} access`], ['leases claim#r1', 'fleet fleets offices']]);
  });

  it('can be read a moment later where one of them is just being written', async () => {
    const send = async () => {
      throw Object.assign(new Error('cancelled, see reasons [None, TransactionConflict]'), {
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
      });
    };
    const client = { send } as unknown as DynamoDBClient;
    const records = new DynamoDbRecords(client, { leases: 'leases', fleet: 'fleet' });
    await expect(records.read({ arn }, ['lease'])).rejects.toMatchObject({ name: 'Throttled' });
  });
});
