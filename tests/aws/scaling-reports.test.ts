import type { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { expect, it } from '@jest/globals';
import { readScalingReports } from '../../aws/scaling-reports.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const cluster = { name: 'web', region: 'us-east-1', arn };
const operations = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `o${index}`, cluster }));

/** A table that answers so many items of a batch, and leaves the rest to be asked for again. */
function table(most: number) {
  const sizes: number[] = [];
  const send = async ({ input }: BatchGetItemCommand) => {
    const { Keys = [] } = input.RequestItems?.fleet ?? {};
    sizes.push(Keys.length);
    const fleet = Keys.slice(0, most).map((key) => {
      const id = String(unmarshall(key).sk).replace('operation#', '');
      return marshall({ id, ...(id === 'o1' ? {} : { report: { notes: [id] } }) });
    });
    const left = Keys.slice(most);
    return { Responses: { fleet }, UnprocessedKeys: left.length > 0 ? { fleet: { Keys: left } } : {} };
  };
  return { sizes, client: { send } as unknown as DynamoDBClient };
}

it('reads what scalings came to a hundred at once, and leaves out those that have not come so far', async () => {
  const { client, sizes } = table(100);
  const reports = await readScalingReports(client, 'fleet', operations(120), async () => {});
  expect(sizes).toEqual([100, 20]);
  expect(reports.size).toBe(119);
  expect(reports.get('o119')).toEqual({ notes: ['o119'] });
  expect(reports.has('o1')).toBe(false);
});

it('waits and asks again for what a batch has left', async () => {
  const { client, sizes } = table(2);
  const pauses: number[] = [];
  const sleep = async (ms: number) => void pauses.push(ms);
  expect((await readScalingReports(client, 'fleet', operations(5), sleep)).size).toBe(4);
  expect(sizes).toEqual([5, 3, 1]);
  expect(pauses).toHaveLength(2);
});

it('asks for nothing where nothing was scaled', async () => {
  const { client, sizes } = table(100);
  expect((await readScalingReports(client, 'fleet', [], async () => {})).size).toBe(0);
  expect(sizes).toEqual([]);
});
