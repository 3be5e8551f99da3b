import type { Decision } from '../../domain/decide/decision.ts';
import { isLate } from '../../domain/lateness.ts';
import type { AnyOperationRef } from '../../domain/operation/operation.ts';
import { decidePhase, type Look, type PhaseItem, type Unseen } from '../../domain/phase.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { Progress } from '../../domain/progress.ts';
import { requireLease } from '../runtime/change.ts';

/**
 * Where a phase of an operation stands. Changes look at the lease, and a phase in which nothing is changed any more would
 * be looked at for hours by an operation that has lost it: so a look that is late looks at the lease as well, and no other
 * does. Throws `LeaseLost` then.
 */
export async function decideHeldPhase(
  operation: AnyOperationRef,
  items: readonly PhaseItem<Decision | Unseen>[],
  look: Look,
  operations: Pick<OperationStore, 'readLease'>,
): Promise<Progress> {
  const progress = decidePhase(items, look);
  if (progress.outcome !== 'Done' && isLate(items, look.elapsedSeconds))
    requireLease(operation, await operations.readLease(operation.cluster.arn));
  return progress;
}
