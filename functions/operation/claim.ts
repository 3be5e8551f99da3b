import { TaskError } from '../../domain/errors.ts';
import { decideLease, heldProblem, TASK_TIMEOUT_SECONDS } from '../../domain/operation/lease.ts';
import {
  type CarriedOut,
  type ClusterRef,
  type OperationRef,
  operationIdOf,
} from '../../domain/operation/operation.ts';
import type { Acceptance } from '../../domain/operation/request.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { Records } from '../../domain/ports/records.ts';

export interface Claim {
  readonly requestId: string;
  readonly kind: CarriedOut;
  readonly cluster: ClusterRef;
  readonly requestedBy: string;
  readonly request: unknown;
  readonly executionArn: string;
  /** The execution's name, unique and the same in every attempt; a rule's is `<event id>_<uuid>`. */
  readonly executionName: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Claims the request id and the cluster's lease by one conditional transaction; `seen` is what the caller has read of
 * both: where that is no longer so, the transaction is refused.
 *
 * What if this runs twice? The claim holds the execution's ARN, so the second attempt finds its own claim and
 * answers as the first did; another execution finds it and ends as `Duplicate`.
 */
export async function claimRequest(
  store: OperationStore,
  claim: Claim,
  { claim: existing, lease }: Pick<Records, 'claim' | 'lease'>,
): Promise<Acceptance> {
  const { requestId, executionArn, executionName, kind, cluster } = claim;
  if (existing && existing.executionArn !== executionArn)
    return { outcome: 'Duplicate', requestId, executionArn: existing.executionArn };
  // Its last part is as unique, and leaves room for a digest in a client token of 64 characters.
  const id = operationIdOf(executionName);
  const operation = (epoch: number): OperationRef => ({ id, kind, cluster, epoch });
  if (existing)
    return { outcome: 'Accepted', operation: operation(existing.epoch), fenceSeconds: TASK_TIMEOUT_SECONDS };

  const decision = decideLease(lease, claim);
  if (decision.do === 'refuse')
    return { outcome: 'Rejected', requestId, problems: [heldProblem(cluster.name, decision.holder)] };
  const { epoch } = decision;
  const claimed = await store.claim({
    claim: { requestId, executionArn, operationId: id, epoch },
    operation: {
      ...operation(epoch),
      executionArn,
      requestedBy: claim.requestedBy,
      startedAt: claim.at,
      status: 'Running',
      request: claim.request,
    },
    expectedEpoch: lease?.epoch,
  });
  // Another execution was first, with this request or this cluster: the retry reads which of the two it was.
  if (!claimed) throw new TaskError('Conflict', `another request claimed ${cluster.name} at the same moment`);
  const former = decision.do === 'take' && decision.former !== undefined;
  return {
    outcome: 'Accepted',
    operation: operation(epoch),
    fenceSeconds: former ? TASK_TIMEOUT_SECONDS : 0,
  };
}
