import { failureOf, rejectionOf, SKIPPED, supersededOf } from '../../domain/operation/failure.ts';
import { workOf } from '../../domain/operation/kinds.ts';
import type { AnyOperationRef, OperationFailure, OperationStatus } from '../../domain/operation/operation.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
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

/** True where a newer operation has taken the lease, of a kind that may end so. A lease that a person has freed keeps its epoch. */
async function isSuperseded(
  { kind, cluster, epoch }: AnyOperationRef,
  error: string,
  store: Pick<OperationStore, 'readLease'>,
): Promise<boolean> {
  if (error !== 'LeaseLost' || !workOf(kind).ends.Superseded) return false;
  return ((await store.readLease(cluster.arn))?.epoch ?? 0) > epoch;
}

/** Records the end of an operation. What if this runs twice? The first end stays, and the lease is free already. */
export const handler = task(operationTasks.endOperation, { leases, operations }, async (input, ports) => {
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
      if (await isSuperseded(operation, input.caught.Error, ports.operations)) {
        const superseded = supersededOf(failure);
        await end('Superseded', superseded);
        return { outcome: 'Superseded' as const, failure: superseded };
      }
      await end('Failed', failure);
      return { outcome: 'Failed' as const, failure };
    }
  }
});
