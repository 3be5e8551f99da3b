import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import { decideFiring } from '../../domain/firings/decide-firing.ts';
import { SKIPPED } from '../../domain/operation/failure.ts';
import type { RequestClaim } from '../../domain/operation/lease.ts';
import { type ClusterRef, operationIdOf } from '../../domain/operation/operation.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { acceptanceProblem } from '../../domain/scale/acceptance.ts';
import type { ScalingRequest } from '../../domain/scale/request.ts';
import { clusterScaleRequested } from '../../events/cluster/scale-requested.ts';
import { type Claim, claimRequest } from '../operation/claim.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account.ts';
import { operations } from '../runtime/ports/operations.ts';
import { records } from '../runtime/ports/records.ts';
import { task } from '../runtime/task.ts';
import { acceptRequest } from './accept-request.contract.ts';

type Answer = z.input<typeof acceptRequest.output>;
type Asked = z.output<(typeof clusterScaleRequested)['detail']>;

/** The request without the members that are of every request. */
function requestOf(asked: Asked): ScalingRequest {
  const { version: _version, requestId: _id, requestedBy: _by, cluster: _cluster, ...request } = asked;
  return request;
}

/** Records that nothing is done, and answers so; a second run finds the record, another execution's the claim. */
async function skip(
  claim: Claim,
  reason: string,
  existing: RequestClaim | undefined,
  store: OperationStore,
): Promise<Answer> {
  const { requestId, executionArn, executionName, kind, cluster, requestedBy, request, at } = claim;
  const id = operationIdOf(executionName);
  const skipped = { id, kind, cluster };
  if (existing && existing.executionArn !== executionArn)
    return { outcome: 'Duplicate', requestId, executionArn: existing.executionArn };
  if (existing) {
    const record = await store.readOperation({ clusterArn: cluster.arn, operationId: id });
    return { outcome: 'Skipped', operation: skipped, reason: record?.failure?.reason ?? reason };
  }
  const recorded = await store.skip({
    claim: { requestId, executionArn, operationId: id, epoch: 0 },
    operation: {
      ...skipped,
      epoch: 0,
      executionArn,
      requestedBy,
      startedAt: at,
      status: 'Skipped',
      endedAt: at,
      failure: { ...SKIPPED, reason },
      request,
    },
  });
  if (!recorded) throw new TaskError('Conflict', `another execution claimed ${requestId} at the same moment`);
  return { outcome: 'Skipped', operation: skipped, reason };
}

/**
 * Validates a ClusterScaleRequested event and claims it. A schedule's is held against the Fleet document as it is now,
 * and gives way: it is skipped, or asks again while another operation holds the lease. What if this runs twice? See
 * `claimRequest` and `skip`.
 */
export const handler = task(
  acceptRequest,
  { account, operations, records },
  async (input, ports): Promise<Answer> => {
    const { partition, region, accountId } = ports.account;
    const read = readRequest(clusterScaleRequested, input.event, { accountId, at: input.at });
    if (read.problems)
      return {
        outcome: 'Rejected',
        ...(read.requestId && { requestId: read.requestId }),
        problems: [...read.problems],
      };
    const { requestId, requestedBy = 'unknown', cluster: name, action, schedule } = read.detail;
    const cluster: ClusterRef = {
      name,
      region,
      arn: `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`,
    };
    const subject = { arn: cluster.arn, requestId, ...(schedule ? { fleet: schedule.fleet } : {}) };
    const seen = await ports.records.read(subject, ['lease', 'pause', 'claim', 'registered', 'fleet']);
    const { claim: claimed, registered } = seen;
    const { executionArn, executionName, at } = input;
    const request = requestOf(read.detail);
    const claim: Claim = {
      requestId,
      kind: 'scale',
      cluster,
      requestedBy,
      request,
      executionArn,
      executionName,
      at,
    };
    if (!schedule && action !== 'return') {
      const until = 'until' in request ? request.until : undefined;
      const problem = acceptanceProblem({ cluster: name, region, until, at }, registered);
      if (problem) return { outcome: 'Rejected', requestId, problems: [problem] };
      return claimRequest(ports.operations, claim, seen);
    }
    if (claimed)
      return claimed.epoch === 0
        ? skip(claim, '', claimed, ports.operations)
        : claimRequest(ports.operations, claim, seen);
    const decision = decideFiring(request, {
      clusterName: name,
      nowMs: Date.parse(at),
      askedAt: read.event.time,
      registered,
      holder: seen.lease?.holder,
      pause: seen.pause,
      document: seen.fleet?.document,
    });
    if (decision.do === 'skip') return skip(claim, decision.reason, undefined, ports.operations);
    if (decision.do === 'wait') return { outcome: 'Busy', waitSeconds: decision.seconds };
    return claimRequest(ports.operations, { ...claim, request: decision.request }, seen);
  },
);
