import type * as z from 'zod';
import { apiOf } from '../../domain/access/reach.ts';
import { TaskError } from '../../domain/errors.ts';
import { takenBack } from '../../domain/failover/cancel.ts';
import { wantCapacity } from '../../domain/failover/capacity.ts';
import { waitsForData } from '../../domain/failover/catch-up.ts';
import { decideClaim } from '../../domain/failover/claim.ts';
import { hookParts } from '../../domain/failover/hooks.ts';
import type { MovePlan } from '../../domain/failover/move.ts';
import { generationOf, guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import { planNamed } from '../../domain/failover/standing-plans.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import { readOperation, readPlan } from '../operation/read-operation.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { type GuardPorts, guardOf } from './guard-of.ts';

interface Ports extends GuardPorts {
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly fleets: Pick<FleetsPort, 'list'>;
  readonly nodeGroups: NodeGroupsPort;
  readonly operations: OperationStore;
  readonly records: RecordsPort;
}
type Answer = z.input<typeof failoverTasks.claimPlan.output>;

const refused = (path: string, message: string): Answer => ({
  outcome: 'Refused',
  problems: [{ path, message }],
});

/** Settles what the move is to do, by what stands now; it is recorded before the first change. */
async function planMove(
  plan: FailoverPlan,
  { request }: OperationRecord<'failover'>,
  { cluster: { name, arn } }: OperationRef,
  ports: Ports,
): Promise<MovePlan> {
  const guard = ports.guards(guardTableOf(ports.account, regionsOf(plan)));
  const [cluster, groups, sizes, { access }] = await Promise.all([
    ports.eks.describeCluster(name),
    ports.nodeGroups.groups(name),
    guard.sizes(plan.name),
    ports.records.read({ arn }, ['access']),
  ]);
  if (!cluster) throw new TaskError('NotFound', `there is no cluster ${name} here, which is to serve`);
  const api = access?.is === 'ready' ? apiOf(cluster, ports.account.stage) : undefined;
  const { fleet, to, planned, epoch, raisedAt, why } = request;
  return {
    ...{ plan, fleet, to, planned, raisedAt },
    epoch: epoch + 1,
    why: why ?? 'a person asked for it',
    capacity: wantCapacity(plan, sizes, groups),
    ...(api ? { api } : {}),
  };
}

function claimed(move: MovePlan): Answer {
  const { plan } = move;
  const { fence, traffic, to, witness } = plan;
  return {
    outcome: 'Claimed',
    leaseSeconds: fence && 'selfFencing' in fence ? fence.selfFencing.leaseSeconds : 0,
    hasWords: 'records' in traffic,
    regions: [to.region, witness],
    hookParts: hookParts(plan),
    waitsForData: waitsForData(move),
  };
}

/**
 * Records what the move is to do, then takes the plan in Guard by one conditional write. The document is held against what was
 * decided on once more: a plan that was edited since is another plan. What if this runs twice? See the contract.
 */
export const handler = task(
  failoverTasks.claimPlan,
  { account, eks, fleets, guards, nodeGroups, operations, records },
  async ({ operation, at }, ports) => {
    const record = await readOperation('failover', operation, ports.operations);
    const { request, startedAt } = record;
    const { plan: name, to, epoch, generation } = request;
    const standing = planNamed(await ports.fleets.list(), name);
    if (!standing) return refused('detail.plan', `no Fleet document has the plan ${name} any more`);
    if (generationOf(standing.plan) !== generation)
      return refused('detail.plan', `the plan ${name} was edited after the move was decided on; ask again`);
    if (!record.plan)
      await ports.operations.recordPlan(
        'failover',
        operation,
        await planMove(standing.plan, record, operation, ports),
      );
    const move = await readPlan('failover', operation, ports.operations);
    const guard = guardOf(move, ports);
    const held = await guard.read(name);
    if (!held) return refused('detail.plan', `Guard has no item of the plan ${name}`);
    const reason = takenBack(held, operation.id);
    if (reason !== undefined) return { outcome: 'Skipped', reason } as const;
    const claim = { claimId: operation.id, to, epoch, generation, raisedAt: startedAt, at };
    const decision = decideClaim(held, claim);
    if (decision.do === 'refuse')
      return request.why === undefined
        ? refused('detail.plan', decision.why)
        : ({ outcome: 'Skipped', reason: decision.why } as const);
    if (decision.do === 'nothing') return claimed(move);
    const written = await whileHeld(operation, ports.operations, () => guard.write(decision.item, held));
    if (written === 'written') return claimed(move);
    throw new TaskError('Conflict', `another claim of plan ${name} was written at the same moment`);
  },
);
