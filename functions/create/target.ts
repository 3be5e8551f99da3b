import { TaskError } from '../../domain/errors.ts';
import type { Target } from '../../domain/observe/target.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { readOperation } from '../operation/read-operation.ts';
import type { OwnAccount } from '../runtime/ports/account/account.ts';

interface TargetPorts {
  readonly account: OwnAccount;
  readonly operations: OperationStore;
}

/** The document of an operation, before anything of the account is known. */
export async function readDocument(
  operation: OperationRef,
  ports: TargetPorts,
): Promise<
  Omit<Target, 'subnets'> & {
    readonly plan: Pick<Target, 'subnets' | 'asleep' | 'images'> | undefined;
    readonly rollbackOnFailure: boolean;
  }
> {
  const { request, plan, startedAt } = await readOperation('create', operation, ports.operations);
  const { availabilityZones = [], instanceTypes } = plan ?? {};
  return {
    config: request.config,
    account: { ...ports.account, availabilityZones, ...(instanceTypes ? { instanceTypes } : {}) },
    startedAt,
    rollbackOnFailure: request.rollbackOnFailure,
    plan,
  };
}

/** The target of an operation that has been planned. */
export async function readTarget(operation: OperationRef, ports: TargetPorts): Promise<Target> {
  const document = await readDocument(operation, ports);
  if (!document.plan) throw new TaskError('Unexpected', `operation ${operation.id} has not been planned`);
  const { subnets, asleep, images } = document.plan;
  return { ...document, subnets, ...(asleep ? { asleep } : {}), ...(images ? { images } : {}) };
}
