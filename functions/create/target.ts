import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import { TaskError } from '../../domain/errors.ts';
import type { Target } from '../../domain/observe/target.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { OwnAccount } from '../runtime/ports/account.ts';

interface TargetPorts {
  readonly account: OwnAccount;
  readonly operations: OperationStore;
}

/** What accept-request records: the document as it was validated and completed on the day of its request. */
export interface CreateRequest {
  readonly config: ClusterConfig;
  readonly rollbackOnFailure: boolean;
}

/** The document of an operation, before anything of the account is known. */
export async function readDocument(
  operation: OperationRef,
  ports: TargetPorts,
): Promise<
  Omit<Target, 'subnets'> & {
    readonly observed: Pick<Target, 'subnets' | 'asleep'> | undefined;
    readonly rollbackOnFailure: boolean;
  }
> {
  const { cluster, id: operationId } = operation;
  const record = await ports.operations.readOperation({ clusterArn: cluster.arn, operationId });
  if (!record) throw new TaskError('Unexpected', `operation ${operationId} is not in the fleet table`);
  const request = record.request as CreateRequest;
  const { availabilityZones = [], instanceTypes } = record.observed ?? {};
  return {
    config: request.config,
    account: { ...ports.account, availabilityZones, ...(instanceTypes ? { instanceTypes } : {}) },
    startedAt: record.startedAt,
    rollbackOnFailure: request.rollbackOnFailure,
    observed: record.observed,
  };
}

/** The target of an operation that has been planned. */
export async function readTarget(operation: OperationRef, ports: TargetPorts): Promise<Target> {
  const document = await readDocument(operation, ports);
  if (!document.observed) throw new TaskError('Unexpected', `operation ${operation.id} has not been planned`);
  const { subnets, asleep } = document.observed;
  return { ...document, subnets, ...(asleep ? { asleep } : {}) };
}
