import type { OperationRef } from '../../domain/operation/operation.ts';
import type { ExecutionEnd, ExecutionPort } from '../../domain/ports/executions.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { executions } from '../runtime/ports/executions.ts';
import { operations } from '../runtime/ports/operations.ts';
import { task } from '../runtime/task.ts';
import { findAbandoned } from './find-abandoned.contract.ts';

interface Abandoned {
  readonly operation: OperationRef;
  readonly caught: { readonly Error: string; readonly Cause?: string };
}

/**
 * Finds leases whose execution has ended without freeing them: what no Catch handles (a stopped execution, a
 * timeout of the whole, a history that is full) and what a workflow's own last steps could not do.
 * It changes nothing, so it may run as often as it likes.
 */
export const handler = task(findAbandoned, { executions, operations }, async ({ event }, ports) => {
  const executionArn = event.detail.executionArn;
  const held =
    executionArn === undefined
      ? await ports.operations.heldLeases()
      : await ports.operations.leasesHeldBy(executionArn);
  const found = await Promise.all(held.map((operation) => abandoned(operation, ports)));
  return { outcome: 'Found' as const, abandoned: found.filter((one) => one !== undefined) };
});

async function abandoned(
  held: { readonly operation: OperationRef; readonly executionArn: string },
  ports: { readonly executions: ExecutionPort; readonly operations: OperationStore },
): Promise<Abandoned | undefined> {
  const end: ExecutionEnd | undefined = await ports.executions.end(held.executionArn);
  if (end === undefined) return undefined;
  const cause = end.cause ?? `workflow: the execution ended as ${end.status}`;
  return { operation: held.operation, caught: { Error: end.error ?? end.status, Cause: cause } };
}
