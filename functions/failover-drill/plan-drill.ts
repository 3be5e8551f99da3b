import type * as z from 'zod';
import { apiOf } from '../../domain/access/reach.ts';
import { TaskError } from '../../domain/errors.ts';
import { wantCapacity } from '../../domain/failover/capacity.ts';
import type { Claimed } from '../../domain/failover/claim.ts';
import { type Drill, UNENDED } from '../../domain/failover/drill/drill.ts';
import { partsLeftOut, raisedTo, sizesBefore } from '../../domain/failover/drill/plan.ts';
import { shadowPairs } from '../../domain/failover/drill/shadow.ts';
import type { MovePlan } from '../../domain/failover/move.ts';
import { planNamed, type StandingPlan } from '../../domain/failover/standing-plans.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { durationMs } from '../../domain/policy/durations.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { KubernetesApi, KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import { type GuardPorts, guardOf } from '../failover/guard-of.ts';
import { readMove } from '../failover/move-of.ts';
import { readOperation } from '../operation/read-operation.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { kubernetes } from '../runtime/ports/cluster/kubernetes.ts';
import { nodeGroups } from '../runtime/ports/cluster/node-groups.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

interface Ports extends GuardPorts {
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly fleets: Pick<FleetsPort, 'list'>;
  readonly kubernetes: Pick<KubernetesPort, 'deployment'>;
  readonly nodeGroups: NodeGroupsPort;
  readonly records: RecordsPort;
}
type Answer = z.input<typeof failoverDrillTasks.planDrill.output>;

async function replicasNow(
  keys: readonly string[],
  api: KubernetesApi | undefined,
  ports: Ports,
): Promise<Readonly<Record<string, number>>> {
  if (!api) return {};
  const found = await Promise.all(
    keys.map(async (key) => {
      const [namespace = '', name = ''] = key.split('/');
      const deployment = await ports.kubernetes.deployment(api, namespace, name);
      return deployment ? [[key, deployment.replicas] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Settles what the drill is to do, by what stands now; it is recorded before the first change. */
async function drillOf(
  { plan, fleet }: StandingPlan,
  { request, startedAt }: OperationRecord<'drill'>,
  { epoch }: Claimed,
  { cluster: { name, arn } }: OperationRef,
  ports: Ports,
): Promise<MovePlan> {
  const guard = guardOf({ plan }, ports);
  const [cluster, groups, sizes, last, { access }] = await Promise.all([
    ports.eks.describeCluster(name),
    ports.nodeGroups.groups(name),
    guard.sizes(plan.name),
    guard.drill(plan.name),
    ports.records.read({ arn }, ['access']),
  ]);
  if (!cluster) throw new TaskError('NotFound', `there is no cluster ${name} here, which is to be drilled`);
  const api = access?.is === 'ready' ? apiOf(cluster, ports.account.stage) : undefined;
  const capacity = wantCapacity(plan, sizes, groups);
  const replicas = await replicasNow(Object.keys(capacity.replicas), api, ports);
  return {
    ...{ plan, fleet, to: 'standby', planned: true, raisedAt: startedAt, epoch, why: 'a drill', capacity },
    ...(api ? { api } : {}),
    drill: {
      staysSeconds: request.staysSeconds,
      before: sizesBefore(capacity.groups, replicas, last, epoch),
      raisedTo: raisedTo(capacity, replicas),
      names: shadowPairs(plan).map((pair) => pair.name),
      leftOut: partsLeftOut(plan),
    },
  };
}

/** Records what the drill is to do, and in Guard what is put back, also by a drill after this one. What if this runs twice? See the contract. */
export const handler = task(
  failoverDrillTasks.planDrill,
  { account, eks, fleets, guards, kubernetes, nodeGroups, operations, records },
  async ({ operation, at }, ports): Promise<Answer> => {
    const record = await readOperation('drill', operation, ports.operations);
    const standing = planNamed(await ports.fleets.list(), record.request.plan);
    if (!standing) return { outcome: 'Skipped', reason: 'no Fleet document has the plan any more' };
    const { plan } = standing;
    const guard = guardOf({ plan }, ports);
    const held = await guard.read(plan.name);
    if (!held || held.moving || held.owner === 'standby')
      return { outcome: 'Skipped', reason: `the plan ${plan.name} is being moved, or its standby serves` };
    if (!record.plan)
      await ports.operations.recordPlan(
        'drill',
        operation,
        await drillOf(standing, record, held, operation, ports),
      );
    const move = await readMove(operation, ports.operations);
    if (!move.drill) throw new TaskError('Unexpected', `operation ${operation.id} is no drill`);
    const { before, names, raisedTo: raised } = move.drill;
    const begun: Drill = {
      ...{ operationId: operation.id, epoch: move.epoch, begunAt: at, before },
      raisedTo: raised,
      ...{ objectiveSeconds: durationMs(plan.rto) / 1000, short: [UNENDED] },
    };
    await whileHeld(operation, ports.operations, () => guard.recordDrill(plan.name, begun));
    return { outcome: 'Planned', regions: names.length > 0 ? [plan.to.region, plan.witness] : [] };
  },
);
