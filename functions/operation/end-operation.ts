import { failureOf } from '../../domain/operation/failure.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { endOperation } from './end-operation.contract.ts';

/** Records the end of an operation. */
export const handler = task(endOperation, { operations }, async (input, ports) => {
  const { operation, at } = input;
  if (input.result !== 'Failed') {
    await ports.operations.endOperation(operation, { status: input.result, at });
    return { outcome: input.result };
  }
  const failure = failureOf(input.caught);
  await ports.operations.endOperation(operation, { status: 'Failed', at, failure });
  return { outcome: 'Failed' as const, failure };
});
