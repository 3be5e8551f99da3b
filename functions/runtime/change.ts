import { TaskError } from '../../domain/errors.ts';
import type { Lease } from '../../domain/operation/lease.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';

/**
 * The only way in which a task changes something: right before the change it reads the pause and the lease,
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
  const { pause, lease } = await operations.readStanding(operation.cluster.arn);
  if (pause)
    throw new TaskError('Paused', `changes to ${operation.cluster.name} are paused: ${pause.reason}`);
  requireLease(operation, lease);
  return effect();
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

function requireLease(operation: OperationRef, lease: Lease | undefined): void {
  if (lease?.epoch !== operation.epoch || lease.holder?.operationId !== operation.id) {
    throw new TaskError(
      'LeaseLost',
      `operation ${operation.id} (epoch ${operation.epoch}) no longer owns ${operation.cluster.name}`,
    );
  }
}
