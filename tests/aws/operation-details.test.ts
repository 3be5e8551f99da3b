import type { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from '@jest/globals';
import { FLEET_ITEMS } from '../../aws/dynamodb/item-types.ts';
import { readOperationDetails } from '../../aws/dynamodb/operation-details.ts';
import { cluster, recordOf, refTo, storeWith } from './operations.fixtures.ts';

const { operation: OPERATION } = FLEET_ITEMS;
const refs = (count: number) => Array.from({ length: count }, (_, index) => refTo(`o${index}`));

/** Scalings on record, all but `o1` with a report; a batch leaves those beyond so many to be asked for again. */
async function table(count: number, most = 100) {
  const { client, tables, write, settle } = await storeWith();
  for (const ref of refs(count)) {
    const report = ref.id === 'o1' ? {} : { report: { notes: [ref.id] } };
    const parent = ref.id === 'o2' ? { parent: 'o1' } : {};
    await write(OPERATION, OPERATION.key(cluster.arn, ref.id), { ...recordOf(ref), ...report, ...parent });
  }
  await settle(10_000);
  const sizes: number[] = [];
  const send = async ({ input }: BatchGetItemCommand) => {
    const { Keys = [], ...asked } = input.RequestItems?.[tables.fleet] ?? {};
    sizes.push(Keys.length);
    const left = Keys.slice(most);
    const first = { RequestItems: { [tables.fleet]: { ...asked, Keys: Keys.slice(0, most) } } };
    const { BatchGetItemCommand: Batch } = await import('@aws-sdk/client-dynamodb');
    const answer = await client.send(new Batch(first));
    return left.length > 0
      ? { ...answer, UnprocessedKeys: { [tables.fleet]: { ...asked, Keys: left } } }
      : answer;
  };
  const read = (asked: number, sleep: (ms: number) => Promise<void> = async () => {}) =>
    readOperationDetails({ send } as unknown as DynamoDBClient, tables.fleet, refs(asked), sleep);
  return { sizes, read };
}

it('are read a hundred at once, of an operation what it came to and which one asked for it', async () => {
  const { read, sizes } = await table(120);
  const details = await read(120);
  expect(sizes).toEqual([100, 20]);
  expect(details.size).toBe(120);
  expect(details.get('o119')).toEqual({ report: { notes: ['o119'] } });
  expect(details.get('o2')).toEqual({ parent: 'o1', report: { notes: ['o2'] } });
  expect(details.get('o1')).toEqual({});
}, 30_000);

it('are waited for and asked for again where a batch has left some', async () => {
  const { read, sizes } = await table(5, 2);
  const pauses: number[] = [];
  expect((await read(5, async (ms) => void pauses.push(ms))).size).toBe(5);
  expect(sizes).toEqual([5, 3, 1]);
  expect(pauses).toHaveLength(2);
});

it('are not asked for where there is no operation', async () => {
  const { read, sizes } = await table(0);
  expect((await read(0)).size).toBe(0);
  expect(sizes).toEqual([]);
});
