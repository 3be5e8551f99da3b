import { type CarriedOut, KINDS, type Planned, workOf } from '../../domain/operation/kinds.ts';
import type { Cancellation, OperationRecord, PlanOf } from '../../domain/operation/record.ts';
import type { OperationEnd } from '../../domain/ports/leases.ts';
import type { WithPlan } from '../../domain/ports/operations.ts';
import type { ConditionalUpdate } from './conditional-writes.ts';
import type { Place } from './item-type.ts';
import { FLEET_ITEMS, type StoredOperation } from './item-types.ts';
import { fromItem, type Item, toItem } from './items.ts';

/** The fleet table's index of operations by time: of everything in the table, nothing else has both of its keys. */
export const OPERATIONS_INDEX = 'operations';
/** Its one partition: fleets begin and end some operations a second at most, and it takes a thousand. */
export const OPERATIONS_LIST = 'operations';

/** The place of an operation, by its subject's ARN and its id. */
export const placeAt = FLEET_ITEMS.operation.key;
export const placeOf = ({ id, cluster }: Pick<OperationRecord, 'id' | 'cluster'>): Place =>
  placeAt(cluster.arn, id);

/** The attribute that a plan is kept as: an attribute that running executions have written keeps its name. */
const attributeOf = (kind: CarriedOut): 'plan' | 'observed' => (kind === 'create' ? 'observed' : 'plan');

const daysAfter = (at: string, days: number): number => Math.floor(Date.parse(at) / 1000) + days * 86400;

/** The time at which DynamoDB may delete the record of an operation that has ended; undefined where it stays. */
function forgottenAt(kind: CarriedOut, endedAt: string): number | undefined {
  const { keptDays } = workOf(kind);
  return keptDays === undefined ? undefined : daysAfter(endedAt, keptDays);
}

/** The action by which one scaling or upgrade is told from another. */
export const actionOf = (record: OperationRecord): Pick<StoredOperation, 'action'> =>
  record.kind === 'scale' || record.kind === 'upgrade' ? { action: record.request.action } : {};

/** The item of an operation that begins, with its places in lists, its action, and the time when it may go. */
export const operationItem = (record: OperationRecord): Item =>
  toItem(FLEET_ITEMS.operation, {
    ...record,
    listedIn: OPERATIONS_LIST,
    ...actionOf(record),
    ...(record.endedAt === undefined ? {} : { expiresAt: forgottenAt(record.kind, record.endedAt) }),
  });

/** The record of an item. */
export function toRecord(item: Item): OperationRecord {
  const {
    listedIn: _listedIn,
    action: _action,
    keptUntil: _keptUntil,
    expiresAt: _expiresAt,
    observed,
    ...record
  } = fromItem(FLEET_ITEMS.operation, item);
  return { ...record, ...(observed === undefined ? {} : { plan: observed }) } as OperationRecord;
}

/** The first end that is written stays. */
export function ended(kind: CarriedOut, { status, at, failure }: OperationEnd): ConditionalUpdate {
  const forgotten = forgottenAt(kind, at);
  const forget = forgotten === undefined ? '' : ', expiresAt = if_not_exists(keptUntil, :forgotten)';
  return {
    UpdateExpression: `SET #status = :status, endedAt = :at, failure = :failure${forget}`,
    ConditionExpression: '#status = :running',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem(FLEET_ITEMS.operation, {
      ':running': 'Running',
      ':status': status,
      ':at': at,
      ':failure': failure ?? null,
      ':forgotten': forgotten,
    }),
  };
}

/** The first wish to stop stays; an operation that has ended does not stop. */
export const cancelled = (cancellation: Cancellation): ConditionalUpdate => ({
  UpdateExpression: 'SET cancellation = if_not_exists(cancellation, :cancellation)',
  ConditionExpression: '#status = :running',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: toItem(FLEET_ITEMS.operation, {
    ':cancellation': cancellation,
    ':running': 'Running',
  }),
});

/** The projection that reads a plan alone. */
export const planProjection = (kind: Planned) => ({
  ProjectionExpression: '#plan',
  ExpressionAttributeNames: { '#plan': attributeOf(kind) },
});

/**
 * The update that writes a plan that counts; see `KINDS`. It is refused once the operation has ended: a task that
 * runs later sees other things than the operation went by.
 */
export function plannedUpdate<Kind extends Planned>(
  kind: Kind,
  plan: PlanOf<Kind>,
  neededUntil: WithPlan['neededUntil'],
): ConditionalUpdate {
  const keptUntil = neededUntil === undefined ? undefined : forgottenAt(kind, neededUntil);
  const attribute = attributeOf(kind);
  const isFirst = KINDS[kind].plan === 'first' ? ' AND attribute_not_exists(#plan)' : '';
  return {
    UpdateExpression: `SET #plan = :${attribute}${keptUntil === undefined ? '' : ', keptUntil = :keptUntil'}`,
    ConditionExpression: `#status = :running${isFirst}`,
    ExpressionAttributeNames: { '#plan': attribute, '#status': 'status' },
    ExpressionAttributeValues: toItem(FLEET_ITEMS.operation, {
      [`:${attribute}`]: plan,
      ':running': 'Running',
      ':keptUntil': keptUntil,
    }),
  };
}

/** A report, also of an operation that has ended. */
export const reportedUpdate = (report: object): ConditionalUpdate => ({
  UpdateExpression: 'SET report = :report',
  ConditionExpression: 'attribute_exists(pk)',
  ExpressionAttributeValues: toItem(FLEET_ITEMS.operation, { ':report': report }),
});
