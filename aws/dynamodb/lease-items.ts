import { isCarriedOut, workOf } from '../../domain/operation/kinds.ts';
import type { Lease } from '../../domain/operation/lease.ts';
import { refOf } from '../../domain/operation/operation.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { subjectAt } from '../../domain/operation/subject.ts';
import type { HeldLease } from '../../domain/ports/operations.ts';
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

/**
 * Days that a claim is kept. It outlives its event: retries come within 24 hours, and the queues of undelivered
 * events keep one for 14 days, after which nobody can send it on again (`infrastructure/regional/events.yml`). The
 * table is scanned.
 */
const CLAIM_DAYS = 15;

export const claimExpiry = ({ startedAt }: OperationRecord): number =>
  Math.floor(Date.parse(startedAt) / 1000) + CLAIM_DAYS * 86400;

/**
 * The holder of a lease as the reference that its tasks carry; name and region of its subject are in its ARN. An
 * operation of a kind that only a later release carries out is left to that release.
 */
export function toHeld({ clusterArn, epoch, holder }: Lease): readonly HeldLease[] {
  if (!holder || !isCarriedOut(holder.kind)) return [];
  const { operationId: id, kind, executionArn } = holder;
  const cluster = subjectAt(workOf(kind).subject, clusterArn);
  return cluster ? [{ operation: refOf({ id, kind, cluster, epoch }), executionArn }] : [];
}
