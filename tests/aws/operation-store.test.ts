import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoDbOperationStore } from '../../aws/operation-store.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';
const operation: OperationRef = {
  id: 'o1',
  kind: 'scale',
  cluster: { name: 'web', region: 'us-east-1', arn },
  epoch: 4,
};

interface Update {
  readonly TableName: string;
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
}
type Request = {
  readonly input: Update & { readonly TransactItems?: readonly { readonly Update: Update }[] };
};

/** A store whose transactions are refused or not, and whose single writes are refused for these tables. */
function storeWith({
  cancels,
  because = 'ConditionalCheckFailed',
  refuses = [],
}: {
  cancels: boolean;
  because?: string;
  refuses?: readonly string[];
}) {
  const written: string[] = [];
  const refuse = (name: string, more: object = {}) => {
    throw Object.assign(new Error(name), { name, ...more });
  };
  const told = ({ TableName, UpdateExpression, ConditionExpression }: Update) =>
    `${TableName}: ${UpdateExpression} if ${ConditionExpression}`;
  const send = async ({ input }: Request) => {
    const CancellationReasons = [{ Code: 'None' }, { Code: because }];
    if (input.TransactItems && cancels) refuse('TransactionCanceledException', { CancellationReasons });
    if (refuses.includes(input.TableName)) refuse('ConditionalCheckFailedException');
    written.push(input.TransactItems?.map(({ Update }) => told(Update)).join('; ') ?? told(input));
  };
  const client = { send } as unknown as DynamoDBClient;
  return { written, store: new DynamoDbOperationStore(client, { leases: 'leases', fleet: 'fleet' }) };
}

const END =
  'fleet: SET #status = :status, endedAt = :at, failure = :failure, expiresAt = if_not_exists(keptUntil, :forgotten) if #status = :running';
const FREE = 'leases: REMOVE holder, heldBy if epoch = :epoch';
const at = '2026-11-24T08:05:00Z';

describe('the success of an operation', () => {
  it('is recorded and frees the lease in one transaction', async () => {
    const { store, written } = storeWith({ cancels: false });
    await store.completeOperation(operation, at);
    expect(written).toEqual([`${END}; ${FREE}`]);
  });

  it('is recorded all the same where a newer operation holds the lease', async () => {
    const { store, written } = storeWith({ cancels: true, refuses: ['leases'] });
    await store.completeOperation(operation, at);
    expect(written).toEqual([END]);
  });

  it('is left for another attempt where something else is just writing to either', async () => {
    for (const because of ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']) {
      const { store, written } = storeWith({ cancels: true, because });
      await expect(store.completeOperation(operation, at)).rejects.toMatchObject({ name: 'Throttled' });
      expect(written).toEqual([]);
    }
  });

  it('frees the lease all the same where its end was written before', async () => {
    const { store, written } = storeWith({ cancels: true, refuses: ['fleet'] });
    await store.completeOperation(operation, at);
    expect(written).toEqual([FREE]);
  });
});
