import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { workOf } from '../domain/operation/kinds.ts';
import type { CarriedOut, OperationRecord } from '../domain/operation/operation.ts';
import type { OperationEnd } from '../domain/ports/operations.ts';
import type { ScalingPlan } from '../domain/scale/plan.ts';
import type { ScalingRequest } from '../domain/scale/request.ts';
import { toItem } from './items.ts';

/** The fleet table's index of operations by time: of everything in the table, nothing else has both of its keys. */
export const OPERATIONS_INDEX = 'operations';
/** Its one partition: fleets begin and end some operations a second at most, and it takes a thousand. */
export const OPERATIONS_LIST = 'operations';

const daysAfter = (at: string, days: number): number => Math.floor(Date.parse(at) / 1000) + days * 86400;

/** When DynamoDB may delete the record of an operation that has ended; undefined where it stays. */
function forgottenAt(kind: CarriedOut, endedAt: string): number | undefined {
  const { keptDays } = workOf(kind);
  return keptDays === undefined ? undefined : daysAfter(endedAt, keptDays);
}

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
export function ended(kind: CarriedOut, { status, at, failure }: OperationEnd): ConditionalUpdate {
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
  const keptUntil = plan.until === undefined ? undefined : forgottenAt('scale', plan.until);
  return {
    UpdateExpression: `SET #plan = :plan${keptUntil === undefined ? '' : ', keptUntil = :keptUntil'}`,
    ConditionExpression: '#status = :running AND attribute_not_exists(#plan)',
    ExpressionAttributeNames: { '#plan': 'plan', '#status': 'status' },
    ExpressionAttributeValues: toItem({ ':plan': plan, ':running': 'Running', ':keptUntil': keptUntil }),
  };
}
