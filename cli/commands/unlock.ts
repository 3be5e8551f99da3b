import type { OperationSummary } from '../../aws/dynamodb/operation-history.ts';
import type { Fleet } from '../../aws/fleet.ts';
import { failureOf } from '../../domain/operation/failure.ts';
import { holdersOf } from '../../domain/operation/lease.ts';
import { refOf } from '../../domain/operation/operation.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionOf } from '../fleet.ts';
import { printResult } from '../output.ts';
import { historyOf } from './get.ts';

/**
 * `unlock ID`: frees the lease of an operation whose execution has ended without freeing it, and records how it
 * ended. What if this runs twice? The lease is freed by its epoch, and an end that is written stays.
 */
export async function runUnlock(id: string, options: FleetOptions): Promise<void> {
  const fleet = await connect(options);
  const record = await operationOf(fleet, id);
  const { cluster, executionArn } = record;
  const { executions, leases, operations } = regionOf(fleet, cluster.region);
  const end = await executions.end(executionArn);
  if (end === undefined)
    throw new CommandError(
      `operation ${id} is still running`,
      `stop it first: aws stepfunctions stop-execution --region ${cluster.region} --execution-arn ${executionArn}`,
    );
  const lease = await operations.readLease(cluster.arn);
  if (!holdersOf(lease).some(({ operationId }) => operationId === id)) {
    print({ operation: id, cluster: cluster.name, outcome: 'NotHeld' }, options);
    return;
  }
  if (record.status === 'Running' && end.status !== 'SUCCEEDED') {
    const caught = {
      Error: end.error ?? end.status,
      Cause: end.cause ?? `the execution ended as ${end.status}`,
    };
    const ended = {
      status: 'Failed' as const,
      at: new Date(nowOf(fleet)).toISOString(),
      failure: failureOf(caught),
    };
    await leases.endOperation(refOf(record), ended);
  }
  const outcome = (await leases.releaseLease(refOf(record))) ? 'Released' : 'Superseded';
  print({ operation: id, cluster: cluster.name, outcome }, options);
}

/** An operation of the fleet, by its id alone. */
export async function operationOf(fleet: Fleet, id: string): Promise<OperationSummary> {
  for await (const operation of historyOf(fleet)) if (operation.id === id) return operation;
  throw new CommandError(`there is no operation ${id}`, 'see `eks-fleet get operations`');
}

const SENTENCES = {
  Released: 'the lease is free',
  NotHeld: 'it held no lease: nothing to free',
  Superseded: 'a newer operation has taken the lease: nothing to free',
} as const;

function print(
  result: { operation: string; cluster: string; outcome: keyof typeof SENTENCES },
  { output }: FleetOptions,
): void {
  printResult(output, result, () => `${result.cluster}: ${SENTENCES[result.outcome]}`);
}
