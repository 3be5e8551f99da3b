import { TaskError } from '../../domain/errors.ts';
import type { CarriedOut } from '../../domain/operation/kinds.ts';
import {
  decideLease,
  fenceSeconds,
  heldProblem,
  TASK_TIMEOUT_SECONDS,
} from '../../domain/operation/lease.ts';
import { type OperationRefOf, operationIdOf, type SubjectOf } from '../../domain/operation/operation.ts';
import type { OperationRecord, RequestOf } from '../../domain/operation/record.ts';
import type { Acceptance } from '../../domain/operation/request.ts';
import { type Asking, requesterOf } from '../../domain/operation/requester.ts';
import type { Leases } from '../../domain/ports/leases.ts';
import type { Records } from '../../domain/ports/records.ts';

export interface Claim<Kind extends CarriedOut> {
  readonly requestId: string;
  readonly kind: Kind;
  readonly cluster: SubjectOf<Kind>;
  /** The part of it that the operation is about, where others of the kind may be about other parts meanwhile. */
  readonly part?: string;
  readonly asking: Asking;
  /** The operation that asks. */
  readonly parent?: string;
  readonly request: RequestOf<Kind>;
  readonly executionArn: string;
  /** The execution's name, unique and the same in every attempt; a rule's is `<event id>_<uuid>`. */
  readonly executionName: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The record of an operation as its claim writes it. */
export function claimedRecord<Kind extends CarriedOut>(
  { executionName, kind, cluster, executionArn, asking, parent, at, request }: Claim<Kind>,
  more: Pick<OperationRecord, 'epoch' | 'status' | 'endedAt' | 'failure'>,
): OperationRecord {
  const by = { ...asking, ...(parent === undefined ? {} : { parent }) };
  // Kind, subject and request come from one claim, and so belong together: no type can say that here.
  return {
    id: operationIdOf(executionName),
    kind,
    cluster,
    executionArn,
    ...by,
    startedAt: at,
    ...more,
    request,
  } as unknown as OperationRecord;
}

/**
 * Claims the request id and the cluster's lease by one conditional transaction. `seen` is the claim and the lease as
 * the caller has read them: where they have changed, the transaction is refused.
 *
 * What if this runs twice? The claim holds the execution's ARN, so the second attempt finds its own claim and answers
 * as the first did; another execution finds it and ends as `Duplicate`.
 */
export async function claimRequest<Kind extends CarriedOut>(
  leases: Pick<Leases, 'claim'>,
  claim: Claim<Kind>,
  { claim: existing, lease }: Pick<Records, 'claim' | 'lease'>,
): Promise<Acceptance<Kind>> {
  const { requestId, executionArn, executionName, kind, cluster } = claim;
  if (existing && existing.executionArn !== executionArn)
    return { outcome: 'Duplicate', requestId, executionArn: existing.executionArn };
  // Its last part is as unique, and leaves room for a digest in a client token of 64 characters.
  const id = operationIdOf(executionName);
  const operation = (epoch: number, requester = existing?.requester): OperationRefOf<Kind> => ({
    ...{ id, kind, cluster, epoch },
    ...(requester ? { requester } : {}),
  });
  if (existing)
    return { outcome: 'Accepted', operation: operation(existing.epoch), fenceSeconds: TASK_TIMEOUT_SECONDS };

  const decision = decideLease(lease, claim);
  if (decision.do === 'refuse')
    return { outcome: 'Rejected', requestId, problems: [heldProblem(cluster.name, decision.holder)] };
  const { epoch } = decision;
  const former = decision.do === 'take' && decision.former !== undefined;
  const requester = requesterOf(claim.asking);
  const claimed = await leases.claim({
    claim: { requestId, executionArn, operationId: id, epoch, requester },
    operation: claimedRecord(claim, { epoch, status: 'Running' }),
    expectedEpoch: lease?.epoch,
    ...(claim.part === undefined ? {} : { part: claim.part }),
    ...(former ? { isTakenOver: true } : {}),
    ...(decision.do === 'join' ? { beside: decision.holder } : {}),
  });
  // Another execution was first, with this request or this cluster: the retry reads which of the two it was.
  if (!claimed) throw new TaskError('Conflict', `another request claimed ${cluster.name} at the same moment`);
  const waits = decision.do === 'join' ? fenceSeconds(lease, claim.at) : 0;
  return {
    outcome: 'Accepted',
    operation: operation(epoch, requester),
    fenceSeconds: former ? TASK_TIMEOUT_SECONDS : waits,
  };
}
