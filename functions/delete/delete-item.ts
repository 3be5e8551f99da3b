import { TaskError } from '../../domain/errors.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { PhaseItem } from '../../domain/phase.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { applyDecision } from '../runtime/change.ts';

interface DeletionStep {
  readonly operation: OperationRef;
  readonly key: string;
  /** The phase's items now, for the resources that the task may be about. */
  readonly items: readonly PhaseItem[];
  readonly operations: OperationStore;
  /**
   * The time of its last change, where its deletion may fail after it was taken: each of them has a token of its own.
   */
  readonly at?: string;
  delete(change: { readonly operation: string; readonly request: unknown }, token: string): Promise<void>;
}

/**
 * Makes one deletion, or the one change that a deletion needs first.
 *
 * What if this runs twice? The resource is looked at again first: one that is gone, or going, is answered as
 * `Unchanged`. AWS answers the deletion of a resource that has just gone with "not found", which is as wanted.
 */
export async function deleteItem(step: DeletionStep): Promise<Applied> {
  const { operation, key, operations } = step;
  const item = step.items.find((candidate) => candidate.key === key);
  if (!item) return { outcome: 'Unchanged' };
  return applyDecision({
    operation,
    key,
    decision: item.decision,
    operations,
    ...(step.at === undefined ? {} : { at: step.at }),
    create: () => Promise.reject(new TaskError('Unexpected', `a deletion creates no ${key}`)),
    update: step.delete,
  });
}
