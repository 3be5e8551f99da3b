import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import { type Acceptance, toRequestProblem } from '../../domain/operation/request.ts';
import { levelProblem } from '../../domain/registry/registered-cluster.ts';
import { clusterRequested } from '../../events/cluster/requested.ts';
import { claimRequest } from '../operation/claim.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account.ts';
import { operations } from '../runtime/ports/operations.ts';
import { records } from '../runtime/ports/records.ts';
import { task } from '../runtime/task.ts';
import { acceptRequest } from './accept-request.contract.ts';

/** Validates a ClusterRequested event and claims it. What if this runs twice? See `claimRequest`. */
export const handler = task(
  acceptRequest,
  { account, operations, records },
  async (input, ports): Promise<Acceptance> => {
    const { partition, region, accountId } = ports.account;
    const read = readRequest(clusterRequested, input.event, { accountId, at: input.at });
    if (read.problems)
      return {
        outcome: 'Rejected',
        ...(read.requestId && { requestId: read.requestId }),
        problems: [...read.problems],
      };
    const { requestId, requestedBy, config: document, rollbackOnFailure = false } = read.detail;
    const parsed = parseClusterConfig(document, requestId, { today: input.at.slice(0, 10) });
    if (parsed.problems)
      return { outcome: 'Rejected', requestId, problems: parsed.problems.map(toRequestProblem) };
    const { name, region: wanted } = parsed.config.metadata;
    if (wanted !== region) {
      const message = `found ${wanted}, allowed ${region}: a request is sent to the bus of the cluster's own region`;
      return { outcome: 'Rejected', requestId, problems: [{ path: 'metadata.region', message }] };
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
      kind: 'create' as const,
      cluster,
      requestedBy: requestedBy ?? 'unknown',
      request: { config: parsed.config, rollbackOnFailure },
      executionArn: input.executionArn,
      executionName: input.executionName,
      at: input.at,
    };
    return claimRequest(ports.operations, claim, seen);
  },
);
