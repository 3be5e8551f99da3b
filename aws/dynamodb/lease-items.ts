import { isCarriedOut, workOf } from '../../domain/operation/kinds.ts';
import { holdersOf, type Lease, type LeaseHolder, type Leaving } from '../../domain/operation/lease.ts';
import { refOf } from '../../domain/operation/operation.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { subjectAt } from '../../domain/operation/subject.ts';
import type { ClaimRequest, HeldLease } from '../../domain/ports/leases.ts';
import type { ConditionalUpdate } from './conditional-writes.ts';
import { LEASE_ITEMS } from './item-types.ts';
import { toItem } from './items.ts';

const { lease: LEASE } = LEASE_ITEMS;

/** Only while the lease has this epoch. */
export const atEpoch = (epoch: number) => ({
  ConditionExpression: 'epoch = :epoch',
  ExpressionAttributeValues: toItem(LEASE, { ':epoch': epoch }),
});

/** The holder leaves. */
export const freed = (epoch: number): ConditionalUpdate => ({
  UpdateExpression: 'REMOVE holder, heldBy',
  ...atEpoch(epoch),
});

/** The entry of a claimant in its lease. */
export const holderBy = ({ operation, part }: Pick<ClaimRequest, 'operation' | 'part'>): LeaseHolder => {
  const { id: operationId, kind, executionArn, startedAt: takenAt } = operation;
  return { operationId, kind, executionArn, takenAt, ...(part === undefined ? {} : { part }) };
};

/** The lease as its claimant writes it; one that has a part of the subject lets others in beside it. */
export const takenBy = (request: ClaimRequest) => {
  const { claim, operation, part, isTakenOver = false } = request;
  return {
    clusterArn: operation.cluster.arn,
    epoch: claim.epoch,
    holder: holderBy(request),
    heldBy: operation.executionArn,
    ...(part === undefined ? {} : { beside: {} }),
    ...(isTakenOver ? { takenOverAt: operation.startedAt } : {}),
  };
};

const OF_HOLDER = 'epoch = :epoch AND holder.operationId = :id';
const values = (given: object) => ({ ExpressionAttributeValues: toItem(LEASE, given) });
const partNamed = (part: string) => ({ ExpressionAttributeNames: { '#part': part } });

/** Beside the holder that was read: of several that join at once each has its own entry, and of one part one alone is first. */
export const joined = (own: LeaseHolder, { operationId }: LeaseHolder, epoch: number): ConditionalUpdate => ({
  UpdateExpression: 'SET beside.#part = :own',
  ConditionExpression: `${OF_HOLDER} AND attribute_not_exists(beside.#part)`,
  ...partNamed(own.part ?? ''),
  ...values({ ':own': own, ':epoch': epoch, ':id': operationId }),
});

/** The write of a leaving that was decided; undefined where there is nothing to leave. */
export function leavingUpdate(
  leaving: Leaving,
  { id, epoch }: { readonly id: string; readonly epoch: number },
): ConditionalUpdate | undefined {
  const own = { ':epoch': epoch, ':id': id };
  switch (leaving.do) {
    case 'nothing':
      return undefined;
    case 'free':
      return {
        UpdateExpression: 'REMOVE holder, heldBy, beside',
        ConditionExpression: `${OF_HOLDER} AND (attribute_not_exists(beside) OR size(beside) = :none)`,
        ...values({ ...own, ':none': 0 }),
      };
    case 'leave':
      return {
        UpdateExpression: 'REMOVE beside.#part',
        ConditionExpression: 'epoch = :epoch AND beside.#part.operationId = :id',
        ...partNamed(leaving.part),
        ...values(own),
      };
    case 'handOver': {
      const { operationId, executionArn } = leaving.to;
      return {
        UpdateExpression: 'SET holder = :next, heldBy = :nextBy REMOVE beside.#part',
        ConditionExpression: `${OF_HOLDER} AND beside.#part.operationId = :nextId`,
        ...partNamed(leaving.part),
        ...values({ ...own, ':next': leaving.to, ':nextBy': executionArn, ':nextId': operationId }),
      };
    }
  }
}

/**
 * Days that a claim is kept. It outlives its event: retries come within 24 hours, and the queues of undelivered
 * events keep one for 14 days, after which nobody can send it on again (`infrastructure/regional/events.yml`). The
 * table is scanned.
 */
const CLAIM_DAYS = 15;

export const claimExpiry = ({ startedAt }: OperationRecord): number =>
  Math.floor(Date.parse(startedAt) / 1000) + CLAIM_DAYS * 86400;

/**
 * The holders of a lease as the references that their tasks carry; name and region of its subject are in its ARN. An
 * operation of a kind that only a later release carries out is left to that release.
 */
export const toHeld = (lease: Lease): readonly HeldLease[] =>
  holdersOf(lease).flatMap(({ operationId: id, kind, executionArn }) => {
    if (!isCarriedOut(kind)) return [];
    const cluster = subjectAt(workOf(kind).subject, lease.clusterArn);
    return cluster ? [{ operation: refOf({ id, kind, cluster, epoch: lease.epoch }), executionArn }] : [];
  });
