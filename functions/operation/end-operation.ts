import { failureOf, rejectionOf, SKIPPED } from '../../domain/operation/failure.ts';
import type { OperationFailure, OperationStatus } from '../../domain/operation/operation.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

/** Ends that are neither a success nor an error: their name, and the advice for a person. */
const ENDS = {
  Skipped: SKIPPED,
  Incomplete: {
    step: 'observe-groups',
    error: 'ScaleIncomplete',
    advice: 'What is under way goes on by itself; mend what the reason names, then ask again.',
  },
} as const;

/** Records the end of an operation. What if this runs twice? The first end stays, and the lease is free already. */
export const handler = task(operationTasks.endOperation, { leases }, async (input, ports) => {
  const { operation, at } = input;
  const end = (status: OperationStatus, failure?: OperationFailure) =>
    ports.leases.endOperation(operation, { status, at, ...(failure ? { failure } : {}) });
  switch (input.result) {
    case 'Succeeded':
      await ports.leases.completeOperation(operation, at);
      return { outcome: 'Succeeded' as const };
    case 'Rejected':
      await end('Rejected', input.problems && rejectionOf(input.problems));
      return { outcome: 'Rejected' as const };
    case 'Skipped':
    case 'Incomplete':
      await end(input.result, { ...ENDS[input.result], reason: input.reason });
      return { outcome: input.result };
    case 'Failed': {
      const failure = failureOf(input.caught);
      await end('Failed', failure);
      return { outcome: 'Failed' as const, failure };
    }
  }
});
