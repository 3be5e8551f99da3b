import * as cloudWatchPackage from '@aws-sdk/client-cloudwatch';
import * as eksPackage from '@aws-sdk/client-eks';
import { CloudWatchAlarms } from '../../aws/cloudwatch/alarms.ts';
import { Eks } from '../../aws/eks/eks.ts';
import { EksInsights } from '../../aws/eks/insights.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { FleetsPort, StoredFleet } from '../../domain/ports/fleets.ts';
import type { HookRun, HooksPort } from '../../domain/ports/hooks.ts';
import type { KubernetesPort } from '../../domain/ports/kubernetes.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { ProbeAnswer, ProbesPort } from '../../domain/ports/probes.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import type { ScalingGroupsPort } from '../../domain/ports/scaling-groups.ts';
import type { FailingProbe } from '../../domain/progress.ts';
import type { Hop } from '../../domain/upgrade/hop.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import { type UpgradeRequest, upgradeActions } from '../../domain/upgrade/request.ts';
import type { UpgradeStep } from '../../domain/upgrade/steps.ts';
import { observeStep } from '../../functions/upgrade/observe-step.ts';
import { runHook } from '../../functions/upgrade/run-hook.ts';
import { upgradeAddon } from '../../functions/upgrade/upgrade-addon.ts';
import { upgradeControlPlane } from '../../functions/upgrade/upgrade-control-plane.ts';
import { createCloudWatch } from '../../simulator/cloudwatch/cloudwatch.ts';
import type { World } from '../simulator/eks/world.ts';
import { wireClient } from '../simulator/wire-client.ts';
import { storeInMemory } from './operation-store.ts';

const cluster = {
  name: 'shop',
  region: 'us-east-1',
  arn: 'arn:aws:eks:us-east-1:111122223333:cluster/shop',
} as const;
/** As long as those of executions: EKS wants tokens of 33 characters at least. */
const ID = '6f1c2a30-1111-4222-8333-444455556666';
const operation = { id: ID, kind: 'upgrade' as const, cluster, epoch: 1 };

export interface Drive {
  readonly step: UpgradeStep;
  readonly hop?: Partial<Hop>;
  readonly request?: Partial<Extract<UpgradeRequest, { readonly action: 'upgrade' }>>;
  readonly action?: UpgradePlan['action'];
  readonly plan?: Partial<UpgradePlan>;
  readonly kubernetes?: Pick<KubernetesPort, 'controllers' | 'nodes' | 'pods'>;
  readonly fleets?: readonly StoredFleet[];
  /** Steps that have been taken before. */
  readonly taken?: readonly UpgradeStep[];
}

/** A user's state machines and functions: runs by name, and what was asked for. */
function standInHooks(now: () => string) {
  const runs = new Map<string, HookRun>();
  const asked: object[] = [];
  const port: HooksPort = {
    run: async (_arn, name) => runs.get(name),
    isWaitedFor: async (arn) => !arn.endsWith('express'),
    start: async (_arn, name, input) => {
      asked.push(input);
      if (!runs.has(name)) runs.set(name, { status: 'RUNNING', startedAt: now() });
    },
    invoke: async (_arn, input) => {
      asked.push(input);
    },
  };
  return { port, runs, asked };
}

/** One step of an upgrade of the world's cluster, driven as its state machine does, through the SDK's clients. */
export function driveStep(world: World, { step, hop, action = 'upgrade', taken = [], ...more }: Drive) {
  const { kernel, region } = world;
  const now = () => new Date(kernel.now()).toISOString();
  const cloudWatch = createCloudWatch(region);
  const eksClient = wireClient(eksPackage, eksPackage.EKSClient, world.eks);
  const eks = new Eks(eksClient);
  const alarmClient = wireClient(cloudWatchPackage, cloudWatchPackage.CloudWatchClient, cloudWatch);
  const hooks = standInHooks(now);
  const pins: Hop = {
    ...{ to: step.to, addons: [], nodeGroups: [], autoScalingGroups: [] },
    ...{ movesControlPlane: true, movesFargate: false, ...hop },
  };
  const plan: UpgradePlan = {
    ...{ action, from: '1.34', to: step.to, hops: [pins], steps: [step], findings: [], wasHealthy: true },
    ...{ former: { version: '1.34', addons: {}, nodeGroups: {} }, workloads: {}, isAsleep: false },
    ...{ rollback: { isPossible: true, reasons: [] }, ...more.plan },
  };
  const [upgrade, rollBack] = upgradeActions;
  const request =
    action === 'upgrade'
      ? upgrade.parse({ action, to: step.to, ...more.request })
      : rollBack.parse({ action, ...more.request });
  const since = now();
  const { store, leases, records } = storeInMemory();
  const record = {
    ...{ id: ID, kind: 'upgrade', cluster, epoch: 1, executionArn: 'x', requestedBy: 'ann' },
    ...{ startedAt: new Date(kernel.now() - 86_400_000).toISOString(), status: 'Running', request, plan },
    report: { steps: [...taken, step].map((one) => ({ ...one, beganAt: since })), version: '1.34' },
  } as unknown as OperationRecord<'upgrade'>;
  records.set(ID, record);
  const holder = { operationId: ID, kind: 'upgrade', executionArn: 'x', takenAt: since } as const;
  leases.set(cluster.arn, { clusterArn: cluster.arn, epoch: 1, holder });
  const operations: OperationStore = {
    ...store,
    recordReport: async (_kind, _operation, report) => {
      records.set(ID, { ...(records.get(ID) ?? record), report } as OperationRecord);
    },
  };
  const insights = new EksInsights(eksClient);
  const fleets = { list: async () => more.fleets ?? [] } as unknown as FleetsPort;
  const known = { read: async () => ({ registered: undefined }) } as unknown as RecordsPort;
  const sites: ProbeAnswer[] = [];
  // Answers that a test has laid, one a look; then the site is well.
  const probes: ProbesPort = { ask: async () => sites.shift() ?? { outcome: 'Answered', status: 200 } };
  const ports = {
    ...{ alarms: new CloudWatchAlarms(() => alarmClient), contents: eks, eks, hooks: hooks.port },
    ...{ insights, kubernetes: more.kubernetes as KubernetesPort, operations },
    ...{ fleets, probes, records: known, scalingGroups: {} as ScalingGroupsPort },
  };
  const tasks = {
    'upgrade-addon': upgradeAddon,
    'upgrade-control-plane': upgradeControlPlane,
    'run-hook': runHook,
  };
  let ready: string[] = [];
  let failing: FailingProbe[] = [];
  const begun: string[] = [];
  const look = () => observeStep({ operation, step, since, at: now(), ready, failing }, ports);
  const apply = (task: string, key: string) =>
    tasks[task as keyof typeof tasks]({ operation, key, at: now(), step }, ports);
  return {
    ...{ ports, hooks, leases, records, begun, sites, look, apply },
    hold: cloudWatch.holdAlarm,
    /** Looks, changes and waits, until the step is over. `each` is told of every answer. */
    async run(each: (answer: Awaited<ReturnType<typeof look>>) => void = () => undefined) {
      for (let looks = 1; looks <= 1000; looks++) {
        const answer = await look();
        each(answer);
        if (answer.outcome !== 'Waiting') return { ...answer, looks };
        ready = [...answer.ready];
        failing = answer.failing ?? [];
        for (const { task, key } of answer.start) {
          const applied = await apply(task, key);
          begun.push(applied.outcome === 'Applied' ? applied.change : applied.outcome);
        }
        await world.settle(answer.waitSeconds * 1000);
      }
      throw new Error('the step came to no end');
    },
  };
}

export const minutes = (count: number): number => count * 60_000;
