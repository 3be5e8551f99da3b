import { TaskError } from '../../domain/errors.ts';
import type { ClusterRef, OperationRecord, OperationRef } from '../../domain/operation/operation.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { SizesStore } from '../../domain/ports/sizes.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';
import type { ScalingReport } from '../../domain/scale/report.ts';
import type { ScalingRequest } from '../../domain/scale/request.ts';

/** All of it is one item, and so one read. */
export interface ScalingRecord extends OperationRecord {
  readonly request: ScalingRequest;
  /** What it was settled to do, before its first change. */
  readonly plan?: ScalingPlan;
  readonly report?: ScalingReport;
}

/** The record of a scaling that has been planned. */
export type PlannedRecord = ScalingRecord & { readonly plan: ScalingPlan };

type Scaling = Pick<OperationRef, 'cluster' | 'id'>;

/** What was read as the record of a scaling: who asked for what, and what became of it so far. */
export function toScaling(record: OperationRecord | undefined, { id }: Scaling): ScalingRecord {
  if (!record) throw new TaskError('Unexpected', `operation ${id} is not in the fleet table`);
  return record as ScalingRecord;
}

/** Where the record is all that is read. */
export async function readScaling(scaling: Scaling, operations: OperationStore): Promise<ScalingRecord> {
  const { cluster, id: operationId } = scaling;
  return toScaling(await operations.readOperation({ clusterArn: cluster.arn, operationId }), scaling);
}

/** The record of one that must have been planned. */
export function planned({ plan, ...record }: ScalingRecord): PlannedRecord {
  if (!plan) throw new TaskError('Unexpected', `operation ${record.id} has not been planned`);
  return { ...record, plan };
}

/** What the operation was settled to do, before its first change. */
export async function readPlan({ cluster, id }: OperationRef, sizes: SizesStore): Promise<ScalingPlan> {
  const plan = await sizes.readPlan(cluster.arn, id);
  if (!plan) throw new TaskError('Unexpected', `operation ${id} has not been planned`);
  return plan;
}

/** The plan of the operation whose `until` a request ends; undefined for other requests, and where there is none. */
export async function readEndedPlan(
  request: ScalingRequest,
  { arn }: ClusterRef,
  sizes: SizesStore,
): Promise<{ readonly operationId: string; readonly plan: ScalingPlan } | undefined> {
  if (request.action !== 'return') return undefined;
  const plan = await sizes.readPlan(arn, request.operationId);
  return plan && { operationId: request.operationId, plan };
}

/** The plans of operations of a cluster, by their ids, a read each; of one that planned nothing there is none. */
export async function readPlans(
  operationIds: ReadonlySet<string>,
  { arn }: ClusterRef,
  sizes: SizesStore,
): Promise<ReadonlyMap<string, ScalingPlan>> {
  const plans = await Promise.all(
    [...operationIds].map(async (id) => [id, await sizes.readPlan(arn, id)] as const),
  );
  return new Map(plans.flatMap(([id, plan]) => (plan ? [[id, plan]] : [])));
}
