import type { Decision } from '../../domain/decide/decision.ts';
import { digest } from '../../domain/desired/digest.ts';
import { TaskError } from '../../domain/errors.ts';
import { holdersOf, type Lease } from '../../domain/operation/lease.ts';
import type { AnyOperationRef } from '../../domain/operation/operation.ts';
import { pausedBy } from '../../domain/operation/pause.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { OperationStore, Standing } from '../../domain/ports/operations.ts';
import type { Records, RecordsPort } from '../../domain/ports/records.ts';

/**
 * Makes a task's change. Right before the change it reads the pause and the lease, strongly consistent, and it makes
 * the change only while its operation's epoch still holds the lease.
 *
 * What if the lease is lost between this look and the change? The new owner waits out the longest life of a task
 * before it changes anything itself (ADR 2), and then adopts the state that it finds.
 */
export async function change<T>(
  operation: AnyOperationRef,
  operations: OperationStore,
  effect: () => Promise<T>,
): Promise<T> {
  requireStanding(operation, await operations.readStanding(operation.cluster.arn));
  return effect();
}

/** As `change`, where the change goes by more records: those are read with the pause and the lease. */
export async function changeBy<Name extends keyof Records, T>(
  operation: AnyOperationRef,
  records: RecordsPort,
  names: readonly Name[],
  effect: (read: Pick<Records, Name>) => Promise<T>,
): Promise<T> {
  const { cluster, id: operationId } = operation;
  const read = await records.read({ arn: cluster.arn, operationId }, ['lease', 'pause', ...names]);
  requireStanding(operation, read);
  return effect(read);
}

/** As `change`, whether the cluster is paused or not: for changes that must be taken back in spite of a pause. */
export async function whileHeld<T>(
  operation: AnyOperationRef,
  operations: OperationStore,
  effect: () => Promise<T>,
): Promise<T> {
  requireLease(operation, await operations.readLease(operation.cluster.arn));
  return effect();
}

/** The lease first: who has lost it waits for no pause. */
function requireStanding(operation: AnyOperationRef, { pause, lease }: Standing): void {
  requireLease(operation, lease);
  if (pause) throw new TaskError('Paused', pausedBy(operation.cluster.name, pause));
}

export const holdsLease = (operation: AnyOperationRef, lease: Lease | undefined): boolean =>
  lease?.epoch === operation.epoch &&
  holdersOf(lease).some(({ operationId }) => operationId === operation.id);

/** Throws `LeaseLost` where the operation does not own its cluster any more. */
export function requireLease(operation: AnyOperationRef, lease: Lease | undefined): void {
  if (!holdsLease(operation, lease)) {
    throw new TaskError(
      'LeaseLost',
      `operation ${operation.id} (epoch ${operation.epoch}) no longer owns ${operation.cluster.name}`,
    );
  }
}

/**
 * The client token of a change: the same for the same operation, resource and request, so that AWS takes a
 * repeated request for the same one; at most 64 characters.
 */
export function tokenOf(operation: AnyOperationRef, key: string, request: unknown): string {
  return `${operation.id}-${digest(`${key} ${JSON.stringify(request)}`)}`;
}

interface ApplyStep {
  readonly operation: AnyOperationRef;
  readonly key: string;
  readonly decision: Decision;
  /**
   * The mark that tells an update from an earlier one of the same request that failed after it was taken: the time at which the
   * state that applies was entered (ISO 8601), or what is known of those that failed. EKS answers the same token with the
   * update that failed.
   */
  readonly at?: string;
  readonly operations: OperationStore;
  create(token: string): Promise<void>;
  update(change: { readonly operation: string; readonly request: unknown }, token: string): Promise<void>;
}

/**
 * Carries out the decision about one resource: at most one change.
 *
 * What if this runs twice? The resource is looked at again first. A change that the earlier run began is found under
 * way and answered as `Unchanged`; a request that left no trace is made again under the same client token.
 */
export async function applyDecision(step: ApplyStep): Promise<Applied> {
  const { operation, key, decision, operations, at } = step;
  switch (decision.do) {
    case 'nothing':
    case 'wait':
      return { outcome: 'Unchanged' };
    case 'create':
      await change(operation, operations, () => step.create(tokenOf(operation, key, 'create')));
      return { outcome: 'Applied', change: `create ${key}` };
    case 'update':
      await change(operation, operations, () =>
        step.update(
          decision.change,
          tokenOf(operation, key, at === undefined ? decision.change : [decision.change, at]),
        ),
      );
      return { outcome: 'Applied', change: decision.summary };
    case 'refuse':
      throw new TaskError(
        'InvalidRequest',
        `${key}: ${decision.path}: ${decision.reason}; ${decision.alternative}`,
      );
    case 'fail':
      throw new TaskError('InvalidRequest', `${key}: ${decision.reason}`);
  }
}
