import type { ClusterRef } from '../../domain/operation/subject.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';
import type { ScalingRequest } from '../../domain/scale/request.ts';

type Plans = Pick<OperationStore, 'readPlan'>;

/** The plan of the operation whose `until` a request ends; undefined for other requests, and where there is none. */
export async function readEndedPlan(
  request: ScalingRequest,
  { arn: clusterArn }: ClusterRef,
  operations: Plans,
): Promise<{ readonly operationId: string; readonly plan: ScalingPlan } | undefined> {
  if (request.action !== 'return') return undefined;
  const { operationId } = request;
  const plan = await operations.readPlan('scale', { clusterArn, operationId });
  return plan && { operationId, plan };
}

/** The plans of operations of a cluster, by their ids, a read each; of one that planned nothing there is none. */
export async function readPlans(
  operationIds: ReadonlySet<string>,
  { arn: clusterArn }: ClusterRef,
  operations: Plans,
): Promise<ReadonlyMap<string, ScalingPlan>> {
  const plans = await Promise.all(
    [...operationIds].map(
      async (operationId) =>
        [operationId, await operations.readPlan('scale', { clusterArn, operationId })] as const,
    ),
  );
  return new Map(plans.flatMap(([id, plan]) => (plan ? [[id, plan]] : [])));
}
