import type { Acceptance } from '../../domain/operation/request.ts';
import { clusterReleaseRequested } from '../../events/cluster/release-requested.ts';
import { claimRequest } from '../operation/claim.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account.ts';
import { operations } from '../runtime/ports/operations.ts';
import { records } from '../runtime/ports/records.ts';
import { task } from '../runtime/task.ts';
import { acceptRequest } from './accept-request.contract.ts';

/**
 * Validates a ClusterReleaseRequested event and claims it. What if this runs twice? See `claimRequest`: a cluster
 * that this request itself has released meanwhile is found claimed before it is looked for.
 */
export const handler = task(
  acceptRequest,
  { account, operations, records },
  async (input, ports): Promise<Acceptance> => {
    const { partition, region, accountId } = ports.account;
    const read = readRequest(clusterReleaseRequested, input.event, { accountId, at: input.at });
    if (read.problems)
      return {
        outcome: 'Rejected',
        ...(read.requestId && { requestId: read.requestId }),
        problems: [...read.problems],
      };
    const { requestId, requestedBy, cluster: name } = read.detail;
    const arn = `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`;
    const seen = await ports.records.read({ arn, requestId }, ['lease', 'claim', 'registered', 'memory']);
    if (!seen.claim && !seen.registered) {
      const message = `the fleet has no cluster ${name} in ${region}: there is nothing to release`;
      return { outcome: 'Rejected', requestId, problems: [{ path: 'detail.cluster', message }] };
    }
    // What it would wake to is known to the fleet alone.
    if (!seen.claim && seen.memory) {
      const message = `${name} in ${region} is hibernating, and nobody else knows what it wakes to: eks-fleet wake ${name} --region ${region}, then release it`;
      return { outcome: 'Rejected', requestId, problems: [{ path: 'detail.cluster', message }] };
    }
    const claim = {
      requestId,
      kind: 'release' as const,
      cluster: { name, region, arn },
      requestedBy: requestedBy ?? 'unknown',
      request: {},
      executionArn: input.executionArn,
      executionName: input.executionName,
      at: input.at,
    };
    return claimRequest(ports.operations, claim, seen);
  },
);
