import { describe, expect, it } from '@jest/globals';
import { conflictOf, mayConflict } from '../../../simulator/dynamodb/items/conflict.ts';
import { randomStream } from '../../../simulator/kernel/random.ts';

const random = randomStream(1, 'conflicts');

describe('a call that meets another on one of its items', () => {
  it.each(['PutItem', 'UpdateItem', 'DeleteItem'])('is refused where it is a %s', (operation) => {
    expect(conflictOf(operation, {}, random)).toMatchObject({
      code: 'TransactionConflictException',
      message: 'Transaction is ongoing for the item',
    });
  });

  it('is cancelled where it is a transaction, with one of its items as the reason', () => {
    const TransactItems = [{ Get: {} }, { Get: {} }, { Get: {} }];
    const seen = Array.from({ length: 30 }, () => {
      const { code, message, members } = conflictOf('TransactGetItems', { TransactItems }, random);
      const reasons = members.CancellationReasons as readonly { Code: string }[];
      expect([code, message]).toEqual([
        'TransactionCanceledException',
        `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
      ]);
      expect(reasons.filter(({ Code }) => Code !== 'None')).toEqual([
        { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
      ]);
      return reasons.findIndex(({ Code }) => Code !== 'None');
    });
    expect(new Set(seen)).toEqual(new Set([0, 1, 2]));
  });

  it.each(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem', 'DescribeTable'])(
    'is answered where it is %s',
    (operation) => {
      expect(mayConflict({ service: 'dynamodb', operation })).toBe(false);
    },
  );
});
