import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployment } from '../simulator/kubernetes/manifests.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { budget, plant, webhook } from './scale-kubernetes/workloads.ts';

const region = 'us-west-2';
const { simulate } = deployedFleet({ seed: 15, regions: [region] });
type Json = Readonly<Record<string, unknown>>;

const group = (name: string) => ({
  name,
  instanceTypes: ['m6i.large'],
  minSize: 1,
  desiredCapacity: 2,
  maxSize: 4,
});
const apply: Step = {
  apply: [
    {
      source: 'web.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'web', region, version: '1.34' },
        addons: ['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent'].map((name) => ({ name })),
        managedNodeGroups: [group('a'), group('b'), group('c')],
      },
    },
  ],
};

/** Names an alarm that does not exist, so that nothing is changed, whatever else is found. */
const upgrade = (request: Json = {}): Step =>
  ({
    upgrade: {
      cluster: 'web',
      region,
      request: { action: 'upgrade', to: '1.35', health: { alarms: ['slo'] }, ...request },
    },
  }) as Step;
/** Nothing but that was found. */
const ALARM_ALONE = /^request: alarm-missing\/slo: found CloudWatch has no alarm slo in the region; [^/]*$/;

const settle: Step = { wait: 300 };
const healthy = plant(deployment('shop', { replicas: 2 }), budget('shop', { minAvailable: 1 }));

const reasonOf = (report: Awaited<ReturnType<typeof simulate>>): string =>
  report.operations.findLast(({ kind }) => kind === 'upgrade')?.reason ?? '';

const insight = (more: Json): Step =>
  ({
    insight: {
      cluster: 'web',
      region,
      id: 'i-1',
      name: 'Something',
      category: 'UPGRADE_READINESS',
      kubernetesVersion: '1.35',
      ...more,
    },
  }) as Step;
const calls = (stopServingVersion: string): Step =>
  ({
    deprecatedClient: {
      cluster: 'web',
      region,
      userAgent: 'legacy-controller/0.4',
      calls: {
        usage: '/apis/old.example/v1beta1/things',
        replacedWith: '/apis/old.example/v1/things',
        stopServingVersion,
        startServingReplacementVersion: '1.29',
        requestsADay: 24,
      },
    },
  }) as Step;
const stops: Step = {
  deprecatedClient: { cluster: 'web', region, userAgent: 'legacy-controller/0.4' },
};
const foreign = (kubernetesVersion: string): Step =>
  ({
    foreignNodes: {
      cluster: 'web',
      region,
      names: ['on-premises-1'],
      kubernetesVersion,
      labels: { 'eks.amazonaws.com/compute-type': 'hybrid' },
      zone: 'on-premises',
      isReady: true,
    },
  }) as Step;
const fixed = (at: string) => ({ fixes: [{ finding: 'insight-error', at }] });

/** Faults that are planted, with what is found, and the same without the fault. */
const TWINS: readonly (readonly [string, readonly Step[], string, readonly Step[], Json?])[] = [
  [
    'a budget that lets nobody go',
    [plant(deployment('cart', { replicas: 2 }), budget('cart', { minAvailable: 2 }))],
    'pdb-blocks-drain/default/cart: found PodDisruptionBudget default/cart needs 2 healthy pods and has 2: pods of cart on',
    [plant(deployment('cart', { replicas: 2 }), budget('cart', { minAvailable: 1 }))],
  ],
  [
    'an insight',
    [insight({ status: 'ERROR', reason: 'this breaks' })],
    'insight-error/Something: found this breaks (1.35)',
    [insight({ status: 'PASSING' })],
  ],
  ['a client of an API that goes', [calls('1.35')], 'called by legacy-controller/0.4 (', [calls('1.36')]],
  [
    'a client that goes on calling after what was taken for its fix',
    [calls('1.35')],
    'insight-error/Deprecated APIs removed in Kubernetes v1.35',
    [calls('1.35'), settle, stops, settle],
    fixed('2026-11-24T09:07:00Z'),
  ],
  [
    'a node that is too old',
    [foreign('1.31')],
    'node-skew/node on-premises-1: found its nodes are at 1.31, and would be with a control plane at 1.35',
    [foreign('1.32')],
  ],
  [
    'a webhook that fails closed with its only pod',
    [plant(...webhook('policy', 'pods'))],
    'webhook-fails-closed/policy',
    [plant(...webhook('policy', 'pods', { failurePolicy: 'Ignore' }))],
  ],
];

describe('a preflight of a cluster of three groups and four add-ons', () => {
  it('finds nothing where nothing is wrong, within its part of the budget of calls', async () => {
    const report = await simulate([apply, healthy, settle, { countCalls: 'from here' }, upgrade()]);
    expect(report.operations.at(-1)).toMatchObject({ kind: 'upgrade', outcome: 'Rejected' });
    expect(reasonOf(report)).toMatch(ALARM_ALONE);
    const counts = Object.entries(report.awsCalls).filter(([name]) => name.startsWith('eks:'));
    expect(counts.reduce((sum, [, { count }]) => sum + count, 0)).toBeLessThanOrEqual(60);
  });

  it.each(TWINS.map((twin) => [twin[0], twin] as const))(
    'finds %s, and is silent about its clean twin',
    async (_name, [_what, planted, found, clean, more]) => {
      const [of, without] = [
        await simulate([apply, ...planted, settle, upgrade(more)]),
        await simulate([apply, ...clean, settle, upgrade(more)]),
      ];
      expect(reasonOf(of)).toContain(found);
      expect(reasonOf(without)).toMatch(ALARM_ALONE);
    },
  );
});
