import type { Decision } from '../../domain/decide/decision.ts';
import { digest } from '../../domain/desired/digest.ts';
import { TaskError } from '../../domain/errors.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { change } from '../runtime/change.ts';

/**
 * The client token of a change: the same for the same operation, resource and request, so that AWS takes a
 * repeated request for the same one; at most 64 characters.
 */
export function tokenOf(operation: OperationRef, key: string, request: unknown): string {
  return `${operation.id}-${digest(`${key} ${JSON.stringify(request)}`)}`;
}

interface ApplyStep {
  readonly operation: OperationRef;
  readonly key: string;
  readonly decision: Decision;
  /**
   * When the state that applies was entered (ISO 8601), for an update that may fail after it was taken: EKS answers
   * the same token with the update that failed, so that a later state asks under another one.
   */
  readonly at?: string;
  readonly operations: OperationStore;
  create(token: string): Promise<void>;
  update(change: { readonly operation: string; readonly request: unknown }, token: string): Promise<void>;
}

/**
 * Carries out what was decided about one resource: at most one change.
 *
 * What if this runs twice? The resource is looked at again first: what the earlier run began is found under way
 * and answered as `Unchanged`; what it asked for without a trace is asked again under the same client token.
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
