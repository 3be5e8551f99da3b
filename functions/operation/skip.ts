import { TaskError } from '../../domain/errors.ts';
import { SKIPPED } from '../../domain/operation/failure.ts';
import type { CarriedOut } from '../../domain/operation/kinds.ts';
import type { RequestClaim } from '../../domain/operation/lease.ts';
import { operationIdOf } from '../../domain/operation/operation.ts';
import type { Acceptance, Skipped } from '../../domain/operation/request.ts';
import { requesterOf } from '../../domain/operation/requester.ts';
import type { Leases } from '../../domain/ports/leases.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { type Claim, claimedRecord } from './claim.ts';

/**
 * Claims the request id, takes no lease, and records that nothing is done.
 *
 * What if this runs twice? The second run finds the record and answers by it, another execution finds the claim.
 */
export async function skipRequest<Kind extends CarriedOut>(
  ports: {
    readonly leases: Pick<Leases, 'skip'>;
    readonly operations: Pick<OperationStore, 'readOperation'>;
  },
  claim: Claim<Kind>,
  existing: RequestClaim | undefined,
  reason: string,
): Promise<Acceptance<Kind> | Skipped<Kind>> {
  const { requestId, executionArn, executionName, kind, cluster, at } = claim;
  const id = operationIdOf(executionName);
  const skipped = { id, kind, cluster };
  if (existing && existing.executionArn !== executionArn)
    return { outcome: 'Duplicate', requestId, executionArn: existing.executionArn };
  if (existing) {
    const record = await ports.operations.readOperation({ clusterArn: cluster.arn, operationId: id });
    return { outcome: 'Skipped', operation: skipped, reason: record?.failure?.reason ?? reason };
  }
  const recorded = await ports.leases.skip({
    claim: { requestId, executionArn, operationId: id, epoch: 0, requester: requesterOf(claim.asking) },
    operation: claimedRecord(claim, {
      epoch: 0,
      status: 'Skipped',
      endedAt: at,
      failure: { ...SKIPPED, reason },
    }),
  });
  if (!recorded) throw new TaskError('Conflict', `another execution claimed ${requestId} at the same moment`);
  return { outcome: 'Skipped', operation: skipped, reason };
}
