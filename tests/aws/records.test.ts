import type { DynamoDBClient, TransactGetItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoDbRecords } from '../../aws/records.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const cluster = `cluster#${arn}`;

/** A region with these items, and what it was asked: a list of `<table> <key>` a request. */
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

  it('have the pause of the whole fleet before that of the cluster', async () => {
    const ofCluster = { [`leases pause#${arn}`]: { reason: 'a freeze' } };
    const ofBoth = { ...ofCluster, 'leases pause#fleet': { reason: 'an incident' } };
    for (const [items, reason] of [
      [ofCluster, 'a freeze'],
      [ofBoth, 'an incident'],
    ] as const) {
      const { pause, left } = await regionWith(items).records.read({ arn }, ['pause', 'left']);
      expect([pause, left]).toEqual([{ reason }, undefined]);
    }
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
