import type { Update } from '@aws-sdk/client-eks';
import { observedContent, observedUpdate } from '../../aws/eks/described.ts';
import { TaskError } from '../../domain/errors.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { decidePhase, type PhaseItem } from '../../domain/phase.ts';
import type { KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { LaunchTemplatesPort } from '../../domain/ports/launch-templates.ts';
import type { ScalingGroupsPort } from '../../domain/ports/scaling-groups.ts';
import type { Hop } from '../../domain/upgrade/hop.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import type { UpgradeStep } from '../../domain/upgrade/steps.ts';
import { evictPod } from '../../functions/upgrade/evict-pod.ts';
import { fargateItems, nodeItems } from '../../functions/upgrade/look-at-nodes.ts';
import { replaceNode } from '../../functions/upgrade/replace-node.ts';
import { upgradeNodeGroup } from '../../functions/upgrade/upgrade-node-group.ts';
import { AwsError } from '../../simulator/aws-error.ts';
import type { KubernetesWorld } from '../simulator/kubernetes/world.ts';
import { storeInMemory } from './operation-store.ts';

const cluster = {
  name: 'shop',
  region: 'us-east-1',
  arn: 'arn:aws:eks:us-east-1:111122223333:cluster/shop' as const,
};
/** As long as those of executions: EKS wants tokens of 33 characters at least. */
const ID = '6f1c2a30-1111-4222-8333-444455556666';
const request = {
  action: 'upgrade' as const,
  nodes: 'each' as const,
  images: [],
  waivers: [],
  consents: [],
  soakMinutes: 0,
  health: { alarms: ['slo'] },
  hooks: {},
  parallelNodeGroups: 2,
};

export interface Drive {
  readonly hop: Partial<Hop>;
  readonly step: UpgradeStep;
  readonly consents?: readonly 'evictDespiteBudgets'[];
  readonly action?: 'upgrade' | 'rollBack';
  /** The state of the alarm by which the upgrade goes. */
  readonly alarm?: 'OK' | 'ALARM';
  /** The ports of groups of self-managed nodes. */
  readonly own?: {
    readonly launchTemplates?: LaunchTemplatesPort;
    readonly scalingGroups?: ScalingGroupsPort;
  };
}

/** Errors as the adapters name them. */
async function asTaskError<T>(run: () => T): Promise<T> {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const name = error.code === 'ResourceInUseException' ? 'Conflict' : 'InvalidRequest';
    throw new TaskError(name, error.message);
  }
}

/** The nodes' step of an upgrade of the world's cluster, driven as its state machine does. */
export function driveNodes(
  world: KubernetesWorld,
  { hop, step, consents = [], action = 'upgrade', alarm = 'OK', own = {} }: Drive,
) {
  const { kernel, call, api } = world;
  const now = () => new Date(kernel.now()).toISOString();
  const pins: Hop = {
    to: step.to,
    addons: [],
    nodeGroups: [],
    autoScalingGroups: [],
    movesControlPlane: false,
    movesFargate: false,
    ...hop,
  };
  const plan: UpgradePlan = {
    action,
    from: '1.35',
    to: step.to,
    hops: [pins],
    steps: [step],
    former: { version: '1.35', addons: {}, nodeGroups: {} },
    findings: [],
    wasHealthy: true,
    rollback: { isPossible: true, reasons: [] },
    workloads: {},
    api,
    isAsleep: false,
  };
  const since = now();
  const record = {
    ...{ id: ID, kind: 'upgrade', cluster, epoch: 1, executionArn: 'x', requestedBy: 'ann' },
    ...{ startedAt: since, status: 'Running', plan },
    request: { ...request, consents },
    report: { steps: [{ ...step, beganAt: since }], version: '1.35' },
  } as unknown as OperationRecord<'upgrade'>;
  const { store, leases, records } = storeInMemory();
  records.set(ID, record);
  const holder = { operationId: ID, kind: 'upgrade', executionArn: 'x', takenAt: since } as const;
  leases.set(cluster.arn, { clusterArn: cluster.arn, epoch: 1, holder });

  const tokens: string[] = [];
  const kubernetes = Object.fromEntries(
    (['nodes', 'pods', 'disruptionBudgets', 'cordon', 'evict'] as const).map((name) => [
      name,
      // Credentials of a function last for an hour.
      (...given: never[]) => {
        const client = world.client();
        return (client[name] as (...of: never[]) => Promise<unknown>).apply(client, given);
      },
    ]),
  ) as unknown as KubernetesPort;
  const ports = {
    alarms: { states: async () => [{ name: 'slo', state: alarm, since }] },
    probes: { ask: async () => ({ outcome: 'Answered' as const, status: 200 }) },
    operations: store,
    kubernetes,
    contents: {
      read: async (_kind: string, clusterName: string, nodegroupName: string) =>
        observedContent(
          call<{ nodegroup: object }>('DescribeNodegroup', { clusterName, nodegroupName }).nodegroup,
        ),
      change: (change: { readonly operation: string; readonly request: unknown }, token: string) => {
        tokens.push(token);
        const input = { ...(change.request as object), clientRequestToken: token };
        return asTaskError(() => void call(change.operation, input));
      },
    },
    eks: {
      updates: async (name: string, of = {}) =>
        call<{ updateIds: string[] }>('ListUpdates', { name, ...of })
          .updateIds.map((updateId) =>
            observedUpdate(call<{ update: Update }>('DescribeUpdate', { name, updateId, ...of }).update),
          )
          .reverse(),
    },
    ...own,
  } as unknown as Parameters<typeof nodeItems>[2] &
    Parameters<typeof upgradeNodeGroup>[1] &
    Parameters<typeof evictPod>[1] &
    Parameters<typeof replaceNode>[1];

  let ready: readonly string[] = [];
  const begun: string[][] = [];
  const apply = (task: string, key: string) => {
    const input = {
      operation: { id: ID, kind: 'upgrade' as const, cluster, epoch: 1 },
      key,
      at: now(),
      step,
    };
    if (task === 'evict-pod') return evictPod(input, ports);
    return task === 'replace-node' ? replaceNode(input, ports) : upgradeNodeGroup(input, ports);
  };
  /** One look, its changes and its wait; `each` runs every few seconds of it. */
  async function round(each: () => void) {
    const asked = { plan, step, operation: record, at: now() };
    const items: readonly PhaseItem[] = (await world.run(
      step.kind === 'fargate' ? fargateItems(asked, ports) : nodeItems(asked, ready, ports),
    )) as readonly PhaseItem[];
    const elapsedSeconds = (kernel.now() - Date.parse(since)) / 1000;
    const progress = decidePhase(items, { elapsedSeconds, spread: 0.5 });
    if (progress.outcome !== 'Waiting') return progress;
    ready = progress.ready;
    if (progress.start.length > 0) begun.push(progress.start.map(({ key }) => key));
    for (const { task, key } of progress.start) await world.run(apply(task, key));
    for (let left = progress.waitSeconds; left > 0; left -= 5) {
      await world.pass(Math.min(left, 5) * 1000);
      each();
    }
    return progress;
  }
  return {
    tokens,
    begun,
    round,
    apply: (task: string, key: string) => world.run(apply(task, key)),
    async run(each: () => void = () => undefined) {
      for (let rounds = 0; rounds < 500; rounds++) {
        const progress = await round(each);
        if (progress.outcome !== 'Waiting') return { ...progress, rounds };
      }
      throw new Error('the step came to no end');
    },
  };
}
