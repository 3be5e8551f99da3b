import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { OperationKind, OperationRecord } from '../domain/operation/operation.ts';
import type { OperationEnd } from '../domain/ports/operations.ts';
import type { ScalingPlan } from '../domain/scale/plan.ts';
import type { ScalingRequest } from '../domain/scale/request.ts';
import { toItem } from './items.ts';

/** The fleet table's index of operations by time: of everything in the table, nothing else has both of its keys. */
export const OPERATIONS_INDEX = 'operations';
/** Its one partition: fleets begin and end some operations a second at most, and it takes a thousand. */
export const OPERATIONS_LIST = 'operations';

/**
 * Days after its end for which a scaling is on record: a year, and the time to look at it. Clocks ask for them, some
 * hundreds a year and cluster; what people ask for else stays.
 */
const SCALING_DAYS = 400;

const daysAfter = (at: string, days: number): number => Math.floor(Date.parse(at) / 1000) + days * 86400;

/** When DynamoDB may delete the record of an operation that has ended; undefined where it stays. */
const forgottenAt = (kind: OperationKind, endedAt: string): number | undefined =>
  kind === 'scale' ? daysAfter(endedAt, SCALING_DAYS) : undefined;

/** By what a scaling is told from others. */
export const actionOf = ({
  kind,
  request,
}: OperationRecord): { readonly action?: ScalingRequest['action'] } =>
  kind === 'scale' ? { action: (request as ScalingRequest).action } : {};

/** A record as its item has it: with where it is listed, by what it may be told from others, and when it may go. */
export const operationItem = (record: OperationRecord): object => ({
  ...record,
  listedIn: OPERATIONS_LIST,
  ...actionOf(record),
  ...(record.endedAt === undefined ? {} : { expiresAt: forgottenAt(record.kind, record.endedAt) }),
});

export type ConditionalUpdate = Omit<NonNullable<TransactWriteItem['Update']>, 'TableName' | 'Key'>;

/** The first end that is written stays. */
export function ended(kind: OperationKind, { status, at, failure }: OperationEnd): ConditionalUpdate {
  const forgotten = forgottenAt(kind, at);
  const forget = forgotten === undefined ? '' : ', expiresAt = if_not_exists(keptUntil, :forgotten)';
  return {
    UpdateExpression: `SET #status = :status, endedAt = :at, failure = :failure${forget}`,
    ConditionExpression: '#status = :running',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({
      ':running': 'Running',
      ':status': status,
      ':at': at,
      ':failure': failure ?? null,
      ':forgotten': forgotten,
    }),
  };
}

/** The first plan that is written stays. What it changes until a time is needed then, however far that is. */
export function plannedUpdate(plan: ScalingPlan): ConditionalUpdate {
  const keptUntil = plan.until === undefined ? undefined : daysAfter(plan.until, SCALING_DAYS);
  return {
    UpdateExpression: `SET #plan = :plan${keptUntil === undefined ? '' : ', keptUntil = :keptUntil'}`,
    ConditionExpression: '#status = :running AND attribute_not_exists(#plan)',
    ExpressionAttributeNames: { '#plan': 'plan', '#status': 'status' },
    ExpressionAttributeValues: toItem({ ':plan': plan, ':running': 'Running', ':keptUntil': keptUntil }),
  };
}
