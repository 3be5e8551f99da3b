import type { Deleting } from '../../domain/decide/deletion.ts';
import { TaskError } from '../../domain/errors.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';

/** Reads the time at which the operation began: a deletion that failed before that was an earlier operation's. */
export async function readDeleting(
  operation: OperationRef,
  operations: OperationStore,
  elapsedSeconds: number,
): Promise<Deleting> {
  const { cluster, id: operationId } = operation;
  const record = await operations.readOperation({ clusterArn: cluster.arn, operationId });
  if (!record) throw new TaskError('Unexpected', `operation ${operationId} is not in the fleet table`);
  return { startedAt: record.startedAt, elapsedSeconds };
}
