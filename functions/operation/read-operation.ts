import { TaskError } from '../../domain/errors.ts';
import type { CarriedOut, Planned } from '../../domain/operation/kinds.ts';
import type { AnyOperationRef } from '../../domain/operation/operation.ts';
import type { OperationRecord, PlanOf } from '../../domain/operation/record.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';

type Known = Pick<AnyOperationRef, 'id' | 'cluster'>;

const keyOf = ({ id: operationId, cluster: { arn: clusterArn } }: Known) => ({ clusterArn, operationId });

/**
 * The record that was read, as one of an operation of this kind. Throws `Unexpected` where there is none, or it is of
 * another kind.
 */
export function recordOf<Kind extends CarriedOut>(
  kind: Kind,
  record: OperationRecord | undefined,
  { id }: Known,
): OperationRecord<Kind> {
  if (!record) throw new TaskError('Unexpected', `operation ${id} is not in the fleet table`);
  if (record.kind !== kind)
    throw new TaskError('Unexpected', `operation ${id} is a ${record.kind}, no ${kind}`);
  return record as OperationRecord<Kind>;
}

/** Reads the record alone. */
export async function readOperation<Kind extends CarriedOut>(
  kind: Kind,
  operation: Known,
  operations: Pick<OperationStore, 'readOperation'>,
): Promise<OperationRecord<Kind>> {
  return recordOf(kind, await operations.readOperation(keyOf(operation)), operation);
}

/** The plan, where there must be one. */
function planned<Plan>(plan: Plan | undefined, { id }: Known): Plan {
  if (!plan) throw new TaskError('Unexpected', `operation ${id} has not been planned`);
  return plan;
}

/** The record of an operation that must have been planned, with its plan. */
export async function readPlanned<Kind extends Planned>(
  kind: Kind,
  operation: Known,
  operations: Pick<OperationStore, 'readOperation'>,
): Promise<{ readonly record: OperationRecord<Kind>; readonly plan: PlanOf<Kind> }> {
  const record = await readOperation(kind, operation, operations);
  return { record, plan: planned(record.plan as PlanOf<Kind> | undefined, operation) };
}

/** The plan of an operation, settled before its first change. */
export async function readPlan<Kind extends Planned>(
  kind: Kind,
  operation: Known,
  operations: Pick<OperationStore, 'readPlan'>,
): Promise<PlanOf<Kind>> {
  return planned(await operations.readPlan(kind, keyOf(operation)), operation);
}
