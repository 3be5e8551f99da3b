import type { Acceptance } from '../../domain/operation/request.ts';
import { speaksAt } from '../../domain/registry/registered-cluster.ts';
import { clusterAdoptionRequested } from '../../events/cluster/adoption-requested.ts';
import { claimRequest } from '../operation/claim.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account.ts';
import { operations } from '../runtime/ports/operations.ts';
import { records } from '../runtime/ports/records.ts';
import { task } from '../runtime/task.ts';
import { acceptRequest } from './accept-request.contract.ts';

/** Validates a ClusterAdoptionRequested event and claims it. What if this runs twice? See `claimRequest`. */
export const handler = task(
  acceptRequest,
  { account, operations, records },
  async (input, ports): Promise<Acceptance> => {
    const { partition, region, accountId } = ports.account;
    const read = readRequest(clusterAdoptionRequested, input.event, { accountId, at: input.at });
    if (read.problems)
      return {
        outcome: 'Rejected',
        ...(read.requestId && { requestId: read.requestId }),
        problems: [...read.problems],
      };
    const { requestId, requestedBy, cluster: name, level = 'observe' } = read.detail;
    const arn = `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`;
    const seen = await ports.records.read({ arn, requestId }, ['lease', 'claim', 'memory']);
    // Nothing of ours could wake it: its schedules would go, and requests be refused.
    if (!seen.claim && seen.memory && !speaksAt(level)) {
      const message = `${name} in ${region} is hibernating, and at level ${level} nothing wakes it: eks-fleet wake ${name} --region ${region}, then lower its level`;
      return { outcome: 'Rejected', requestId, problems: [{ path: 'detail.level', message }] };
    }
    const claim = {
      requestId,
      kind: 'adopt' as const,
      cluster: { name, region, arn },
      requestedBy: requestedBy ?? 'unknown',
      request: { level },
      executionArn: input.executionArn,
      executionName: input.executionName,
      at: input.at,
    };
    return claimRequest(ports.operations, claim, seen);
  },
);
