import { TaskError } from '../../domain/errors.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { KubernetesApi } from '../../domain/ports/kubernetes.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { ProvisioningChange } from '../../domain/scale/inside/provisioning.ts';
import { readPlan } from '../operation/read-operation.ts';

/** The plan's change of nodes that no group has, and the address of the cluster's API. */
export async function readProvisioning(
  operation: OperationRef,
  operations: OperationStore,
): Promise<{ readonly change: ProvisioningChange; readonly api: KubernetesApi }> {
  const { provisioning: change, api } = await readPlan('scale', operation, operations);
  if (!change || !api) throw new TaskError('InvalidInput', 'the plan changes nothing inside of the cluster');
  return { change, api };
}
