import { failureOf, SKIPPED } from '../../domain/operation/failure.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { endOperation } from './end-operation.contract.ts';

/** What an end is called that is neither a success nor an error, and what a person may do about it. */
const ENDS = {
  Skipped: SKIPPED,
  Incomplete: {
    step: 'observe-groups',
    error: 'ScaleIncomplete',
    advice: 'What is under way goes on by itself; mend what the reason names, then ask again.',
  },
} as const;

/** Records the end of an operation. */
export const handler = task(endOperation, { operations }, async (input, ports) => {
  const { operation, at } = input;
  if (input.result === 'Skipped' || input.result === 'Incomplete') {
    const failure = { ...ENDS[input.result], reason: input.reason };
    await ports.operations.endOperation(operation, { status: input.result, at, failure });
    return { outcome: input.result };
  }
  if (input.result !== 'Failed') {
    await ports.operations.endOperation(operation, { status: input.result, at });
    return { outcome: input.result };
  }
  const failure = failureOf(input.caught);
  await ports.operations.endOperation(operation, { status: 'Failed', at, failure });
  return { outcome: 'Failed' as const, failure };
});
