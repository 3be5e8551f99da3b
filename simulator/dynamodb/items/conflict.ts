import { AwsError } from '../../aws-error.ts';
import type { RandomStream } from '../../kernel/random.ts';

/** Single writes that a transaction on the same item turns away, and transactions, which any other write cancels. */
const SINGLE: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
const TRANSACTIONS: ReadonlySet<string> = new Set(['TransactWriteItems', 'TransactGetItems']);

/** Whether a call may meet another on one of its items, and be refused for it. */
export const mayConflict = (call: { readonly service: string; readonly operation: string }): boolean =>
  call.service === 'dynamodb' && (SINGLE.has(call.operation) || TRANSACTIONS.has(call.operation));

const ONGOING = 'Transaction is ongoing for the item';

/**
 * The error for a call that meets another call on one of its items. A transaction is cancelled: one item, drawn from
 * `random`, has the reason `TransactionConflict`. A single write is refused. SDKs try neither again (developer guide,
 * "Transaction conflict handling"; API reference, TransactionCanceledException).
 */
export function conflictOf(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  random: RandomStream,
): AwsError {
  if (SINGLE.has(operation)) return new AwsError('TransactionConflictException', ONGOING);
  const items = input.TransactItems as readonly object[];
  const met = random.integer(0, items.length - 1);
  const reasons = items.map((_item, at) =>
    at === met ? { Code: 'TransactionConflict', Message: ONGOING } : { Code: 'None' },
  );
  return canceled(reasons);
}

/** A transaction that did not go through, with the reason of each of its items. */
export function canceled(reasons: readonly Readonly<Record<string, unknown>>[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
}
