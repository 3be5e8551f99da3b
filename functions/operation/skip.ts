import { TaskError } from '../../domain/errors.ts';
import { SKIPPED } from '../../domain/operation/failure.ts';
import type { RequestClaim } from '../../domain/operation/lease.ts';
import { operationIdOf } from '../../domain/operation/operation.ts';
import type { Acceptance, Skipped } from '../../domain/operation/request.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { Claim } from './claim.ts';

/**
 * Claims the request id, takes no lease, and records that nothing is done.
 *
 * What if this runs twice? The second run finds the record and answers by it, another execution finds the claim.
 */
export async function skipRequest(
  store: OperationStore,
  claim: Claim,
  existing: RequestClaim | undefined,
  reason: string,
): Promise<Acceptance | Skipped> {
  const { requestId, executionArn, executionName, kind, cluster, requestedBy, request, at } = claim;
  const id = operationIdOf(executionName);
  const skipped = { id, kind, cluster };
  if (existing && existing.executionArn !== executionArn)
    return { outcome: 'Duplicate', requestId, executionArn: existing.executionArn };
  if (existing) {
    const record = await store.readOperation({ clusterArn: cluster.arn, operationId: id });
    return { outcome: 'Skipped', operation: skipped, reason: record?.failure?.reason ?? reason };
  }
  const recorded = await store.skip({
    claim: { requestId, executionArn, operationId: id, epoch: 0 },
    operation: {
      ...skipped,
      epoch: 0,
      executionArn,
      requestedBy,
      startedAt: at,
      status: 'Skipped',
      endedAt: at,
      failure: { ...SKIPPED, reason },
      request,
    },
  });
  if (!recorded) throw new TaskError('Conflict', `another execution claimed ${requestId} at the same moment`);
  return { outcome: 'Skipped', operation: skipped, reason };
}
