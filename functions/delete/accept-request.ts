import type { Acceptance } from '../../domain/operation/request.ts';
import { levelProblem } from '../../domain/registry/registered-cluster.ts';
import { clusterDeletionRequested } from '../../events/cluster/deletion-requested.ts';
import { claimRequest } from '../operation/claim.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account.ts';
import { operations } from '../runtime/ports/operations.ts';
import { records } from '../runtime/ports/records.ts';
import { task } from '../runtime/task.ts';
import { acceptRequest } from './accept-request.contract.ts';

/**
 * Validates a ClusterDeletionRequested event and claims it; the lease is taken over from a creation, a scaling or
 * an upgrade that is under way. What if this runs twice? See `claimRequest`.
 */
export const handler = task(
  acceptRequest,
  { account, operations, records },
  async (input, ports): Promise<Acceptance> => {
    const { partition, region, accountId } = ports.account;
    const read = readRequest(clusterDeletionRequested, input.event, { accountId, at: input.at });
    if (read.problems)
      return {
        outcome: 'Rejected',
        ...(read.requestId && { requestId: read.requestId }),
        problems: [...read.problems],
      };
    const { requestId, requestedBy, cluster: name, confirm } = read.detail;
    if (confirm !== name) {
      const message = `found ${JSON.stringify(confirm)}, allowed "${name}": repeat the cluster's name to confirm that it is to be deleted`;
      return { outcome: 'Rejected', requestId, problems: [{ path: 'detail.confirm', message }] };
    }
    const cluster = { name, region, arn: `arn:${partition}:eks:${region}:${accountId}:cluster/${name}` };
    const { registered, ...seen } = await ports.records.read({ arn: cluster.arn, requestId }, [
      'lease',
      'claim',
      'registered',
    ]);
    const tooLow = levelProblem(registered, 'all');
    if (tooLow) return { outcome: 'Rejected', requestId, problems: [tooLow] };
    const claim = {
      requestId,
      kind: 'delete' as const,
      cluster,
      requestedBy: requestedBy ?? 'unknown',
      request: {},
      executionArn: input.executionArn,
      executionName: input.executionName,
      at: input.at,
    };
    return claimRequest(ports.operations, claim, seen);
  },
);
