import type { OperationSummary } from '../../aws/dynamodb/operation-history.ts';
import type { Fleet } from '../../aws/fleet.ts';
import { CARRIED_OUT, isCancellable } from '../../domain/operation/kinds.ts';
import { refOf } from '../../domain/operation/operation.ts';
import { staysAfterCancel } from '../../domain/upgrade/after-cancel.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionOf } from '../fleet.ts';
import { printResult } from '../output.ts';
import { whoami } from '../whoami.ts';
import { operationOf } from './unlock.ts';

/** Everything that stays as it is, of what the operation has done so far. */
async function staysOf(fleet: Fleet, { id, cluster }: OperationSummary): Promise<readonly string[]> {
  const { operations } = regionOf(fleet, cluster.region);
  const record = await operations.readOperation({ clusterArn: cluster.arn, operationId: id });
  return record?.kind === 'upgrade' ? staysAfterCancel(record) : [];
}

interface CancelOptions extends FleetOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
}

/**
 * `cancel ID`: says what stays as it is, and asks an operation to stop before its next step. What if this runs twice? The
 * first wish stays, with its reason.
 */
export async function runCancel(id: string, options: CancelOptions): Promise<void> {
  const fleet = await connect(options);
  const record = await operationOf(fleet, id);
  const { kind, cluster } = record;
  if (!isCancellable(kind)) {
    const kinds = CARRIED_OUT.filter(isCancellable).join(' or ');
    throw new CommandError(
      `operation ${id} is of kind ${kind}, which goes on to its end; one that can be canceled is of kind ${kinds}`,
      `hold back its changes instead: eks-fleet pause --select name=${cluster.name} --reason …`,
    );
  }
  const stays = record.status === 'Running' ? await staysOf(fleet, record) : [];
  for (const sentence of stays) process.stderr.write(`${cluster.name}: ${sentence}\n`);
  if (options.dryRun) {
    const would = { operation: id, cluster: cluster.name, outcome: 'DryRun', stays };
    printResult(options.output, would, () => `${cluster.name}: nothing was asked for`);
    return;
  }
  const wish = { at: new Date(nowOf(fleet)).toISOString(), by: whoami(), reason: options.reason };
  const isAsked = await regionOf(fleet, cluster.region).operations.cancel(refOf(record), wish);
  const outcome = isAsked ? 'Canceling' : 'Ended';
  const sentence = isAsked
    ? `it stops before its next step: eks-fleet get operations ${cluster.name}`
    : `operation ${id} has ended: nothing to cancel`;
  printResult(
    options.output,
    { operation: id, cluster: cluster.name, outcome, stays },
    () => `${cluster.name}: ${sentence}`,
  );
}
