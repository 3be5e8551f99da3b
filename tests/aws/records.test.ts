import type { TransactGetItemsInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoDbRecords } from '../../aws/dynamodb/records.ts';
import { simulatedTables } from './simulated-tables.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const cluster = `cluster#${arn}`;

/** A region with these items, and its requests, each as a list of `<table> <key>`. */
async function regionWith(items: Readonly<Record<string, object>>, fails?: Error) {
  const requests: string[][] = [];
  const { client, tables, call } = await simulatedTables((_operation, input) => {
    const asked = (input as TransactGetItemsInput).TransactItems ?? [];
    requests.push(
      asked.map(({ Get }) => [Get?.TableName, ...Object.values(unmarshall(Get?.Key ?? {}))].join(' ')),
    );
    if (fails) throw fails;
  });
  for (const [place, item] of Object.entries(items)) {
    const [TableName, pk, sk] = place.split(' ');
    const Item = marshall({ pk, sk, ...item }, { removeUndefinedValues: true });
    await call('PutItem', { TableName, Item });
  }
  return { requests, records: new DynamoDbRecords(client, tables) };
}

describe('the records of a cluster', () => {
  it('are read by one request, from both tables, and what is not there is undefined', async () => {
    const { records, requests } = await regionWith({
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
      const { records, requests } = await regionWith(items);
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
    const { pause } = await (await regionWith({ 'leases pause#fleet': item })).records.read({ arn }, [
      'pause',
    ]);
    expect(pause?.holds).toEqual([
      expect.objectContaining({
        scope: 'fleet',
        owner: 'unknown',
        reason: expect.stringContaining('cannot be read'),
      }),
    ]);
  });

  it('are not asked for where the subject does not name them', async () => {
    const { records, requests } = await regionWith({ 'fleet fleets offices': { name: 'offices' } });
    expect(await records.read({ arn }, ['claim', 'fleet', 'access'])).toEqual({});
    const named = await records.read({ arn, requestId: 'r1', fleet: 'offices' }, ['claim', 'fleet']);
    expect(named.fleet).toEqual({ name: 'offices' });
    expect(requests).toEqual([[`fleet ${cluster} access`], ['leases claim#r1', 'fleet fleets offices']]);
  });

  it('can be read a moment later where one of them is just being written', async () => {
    const fails = Object.assign(new Error('cancelled, see reasons [None, TransactionConflict]'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
    const { records } = await regionWith({}, fails);
    await expect(records.read({ arn }, ['lease'])).rejects.toMatchObject({ name: 'Throttled' });
  });
});
