import { TaskError } from '../../domain/errors.ts';
import type { Lease } from '../../domain/operation/lease.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import { pausedBy } from '../../domain/operation/pause.ts';
import type { OperationStore, Standing } from '../../domain/ports/operations.ts';
import type { Records, RecordsPort } from '../../domain/ports/records.ts';

/**
 * How a task changes something: right before the change it reads the pause and the lease,
 * strongly consistent, and makes the change only while its operation's epoch still holds the lease.
 *
 * What if the lease is lost between this look and the change? The new owner waits out the longest life of a
 * task before it changes anything itself (DESIGN, "Leases"), and then adopts what it finds.
 */
export async function change<T>(
  operation: OperationRef,
  operations: OperationStore,
  effect: () => Promise<T>,
): Promise<T> {
  requireStanding(operation, await operations.readStanding(operation.cluster.arn));
  return effect();
}

/** As `change`, where the change goes by more of what is on record: that is read with the pause and the lease. */
export async function changeBy<Name extends keyof Records, T>(
  operation: OperationRef,
  records: RecordsPort,
  names: readonly Name[],
  effect: (read: Pick<Records, Name>) => Promise<T>,
): Promise<T> {
  const { cluster, id: operationId } = operation;
  const read = await records.read({ arn: cluster.arn, operationId }, ['lease', 'pause', ...names]);
  requireStanding(operation, read);
  return effect(read);
}

/** As `change`, whether the cluster is paused or not: for what a pause must not keep from being taken back. */
export async function whileHeld<T>(
  operation: OperationRef,
  operations: OperationStore,
  effect: () => Promise<T>,
): Promise<T> {
  requireLease(operation, await operations.readLease(operation.cluster.arn));
  return effect();
}

function requireStanding(operation: OperationRef, { pause, lease }: Standing): void {
  if (pause) throw new TaskError('Paused', pausedBy(operation.cluster.name, pause));
  requireLease(operation, lease);
}

/** Throws `LeaseLost` where the operation does not own its cluster any more. */
export function requireLease(operation: OperationRef, lease: Lease | undefined): void {
  if (lease?.epoch !== operation.epoch || lease.holder?.operationId !== operation.id) {
    throw new TaskError(
      'LeaseLost',
      `operation ${operation.id} (epoch ${operation.epoch}) no longer owns ${operation.cluster.name}`,
    );
  }
}
