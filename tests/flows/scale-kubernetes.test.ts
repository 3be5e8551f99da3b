import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployment } from '../simulator/kubernetes/manifests.ts';
import {
  apply,
  applyFleet,
  auto,
  changesOf,
  document,
  ended,
  factsOf,
  hibernate,
  inside,
  rejected,
  simulate,
  sizes,
  wake,
} from './scale-kubernetes/simulate.ts';
import { budget, inPool, karpenter, nodePool, plant, REGION, webhook } from './scale-kubernetes/workloads.ts';

const AWAKE = '1 of 1-2';
const ASLEEP = '0 of 0-2';
const LIMITS = { limits: { cpu: '100', memory: '400Gi' } };
/** Karpenter on the node group, with a node of its own for the pods of its pool. */
const withKarpenter = (pool = nodePool('default', LIMITS)) => [
  apply(),
  plant(karpenter, pool, inPool('shop', 'default', { replicas: 2 })),
  { wait: 600 },
  inside({ readyNodes: 2, nodeClaims: 1 }),
];

describe("a cluster with Karpenter's nodes", () => {
  it('sleeps without any, and wakes with the limits from before', async () => {
    const report = await simulate(
      ...withKarpenter(),
      hibernate,
      ended('Succeeded'),
      sizes(ASLEEP),
      inside({ readyNodes: 0, nodeClaims: 0 }),
      { wait: 6 * 3600 },
      wake,
      ended('Succeeded'),
      sizes(AWAKE),
      { wait: 900 },
      inside({ readyNodes: 2, nodeClaims: 1, readyPods: { labelSelector: 'app=shop', count: 2 } }),
    );
    const changes = changesOf(report);
    expect(changes.slice(0, 3)).toEqual(['PatchNodepools', 'DeleteNodeclaims', 'UpdateNodegroupConfig']);
    // Side by side: pools start nothing before their controller has a node to run on.
    expect(changes.slice(3).sort()).toEqual(['PatchNodepools', 'UpdateNodegroupConfig']);
    const [asleep, awake] = factsOf(report).filter(({ detailType }) => detailType !== 'ClusterCreated');
    expect(asleep).toMatchObject({
      detailType: 'ClusterHibernated',
      detail: {
        notes: ['NodePool default (cpu 100, memory 400Gi) starts no nodes until the cluster wakes'],
      },
    });
    expect(awake).toMatchObject({
      detailType: 'ClusterWoken',
      detail: { saved: { nodeHours: expect.closeTo(13.6, 0) } },
    });
  }, 60_000);

  it('stops what starts nodes before its controller goes, where none run yet', async () => {
    const idle = [apply(), plant(karpenter, nodePool('default', LIMITS)), { wait: 600 }];
    const report = await simulate(...idle, hibernate, ended('Succeeded'), sizes(ASLEEP));
    expect(changesOf(report)).toEqual(['PatchNodepools', 'UpdateNodegroupConfig']);
  }, 60_000);

  it('is asleep no sooner than a budget lets its nodes be drained, and says which keeps them', async () => {
    const report = await simulate(
      apply(),
      plant(karpenter, nodePool('default'), inPool('shop', 'default'), budget('shop', { minAvailable: 1 })),
      { wait: 600 },
      hibernate,
      ended('Incomplete', 'PodDisruptionBudget default/shop lets no pod be evicted'),
      // The controller that is to drain them runs on this.
      sizes(AWAKE),
      wake,
      ended('Succeeded'),
    );
    const incomplete = factsOf(report).find(({ detailType }) => detailType === 'ClusterScaleIncomplete');
    expect(incomplete?.detail.missing).toEqual([
      {
        name: 'nodes that no group has',
        reasons: [
          expect.stringMatching(/^NodeClaims that are still there: default-/),
          'instances that EC2 still has: 1',
          'PodDisruptionBudget default/shop lets no pod be evicted: it needs 1 healthy and has 1',
        ],
      },
      expect.objectContaining({ name: 'system' }),
    ]);
  }, 60_000);

  it.each([
    [
      'Argo CD',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'pools:karpenter.sh/NodePool:/default' } },
    ],
    ['Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'pools' } }],
  ])(
    'is left alone where %s keeps its NodePool',
    async (tool, metadata) => {
      const report = await simulate(
        ...withKarpenter(nodePool('default', LIMITS, metadata)),
        hibernate,
        rejected(`NodePool default is kept by ${tool} (pools)`),
        sizes(AWAKE),
      );
      expect(changesOf(report)).toEqual([]);
    },
    60_000,
  );

  it('sleeps where Git itself has stopped the NodePool that it keeps', async () => {
    const metadata = { labels: { 'kustomize.toolkit.fluxcd.io/name': 'pools' } };
    const report = await simulate(
      apply(),
      plant(karpenter, nodePool('default', { limits: { cpu: '0' } }, metadata)),
      { wait: 300 },
      hibernate,
      ended('Succeeded'),
      wake,
      ended('Succeeded'),
    );
    expect(changesOf(report)).toEqual(['UpdateNodegroupConfig', 'UpdateNodegroupConfig']);
  }, 60_000);
});

describe('a webhook that runs in the cluster', () => {
  it('keeps it awake where it fails closed over pods, and says what to change', async () => {
    const report = await simulate(
      apply(),
      plant(...webhook('policy', 'pods')),
      { wait: 300 },
      hibernate,
      rejected('webhook policy.example.com of ValidatingWebhookConfiguration policy'),
      sizes(AWAKE),
    );
    expect(changesOf(report)).toEqual([]);
  }, 60_000);

  it('keeps it awake no more where it fails open, or leaves out what comes first', async () => {
    await simulate(
      apply(),
      plant(
        ...webhook('open', 'pods', { failurePolicy: 'Ignore' }),
        ...webhook('apart', 'pods', {
          namespaceSelector: {
            matchExpressions: [
              { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'apart'] },
            ],
          },
        }),
      ),
      { wait: 300 },
      hibernate,
      ended('Succeeded'),
      wake,
      ended('Succeeded'),
    );
  }, 60_000);
});

describe('pods that are labelled to hold', () => {
  it('postpone the sleep for two hours, and no longer', async () => {
    const report = await simulate(
      apply(),
      plant(deployment('report', { labels: { 'eks-fleet.dev/hold': 'true' } })),
      { wait: 300 },
      { ...hibernate, followForSeconds: 7000 } as Step,
      sizes(AWAKE),
      { wait: 1200 },
      ended('Succeeded'),
      sizes(ASLEEP),
    );
    const asleep = factsOf(report).find(({ detailType }) => detailType === 'ClusterHibernated');
    expect(asleep?.detail.notes).toEqual([
      expect.stringMatching(/^the sleep was held for 2 hours, and went on over default\/report-/),
    ]);
  }, 60_000);
});

describe('pods that hold a sleep up for longer than it was to last', () => {
  it('keep the cluster awake, and its next waking finds it so', async () => {
    const sleep = [
      {
        name: 'lunch',
        select: { office: 'web' },
        awake: ['MON-SUN 00:00-12:00', 'MON-SUN 13:00-24:00'],
        zone: 'UTC',
      },
    ];
    const metadata = { name: 'web', region: REGION, version: '1.34', tags: { office: 'web' } };
    const report = await simulate(
      apply(document({ metadata })),
      plant(deployment('report', { labels: { 'eks-fleet.dev/hold': 'true' } })),
      applyFleet({ sleep }),
      { wait: 6 * 3600 },
      sizes(AWAKE),
    );
    const skipped = factsOf(report).filter(({ detailType }) => detailType === 'ScheduleSkipped');
    expect(skipped.map(({ detail }) => detail.reason)).toEqual([
      'it was held up, and it came so late that lunch wants the opposite by now',
      expect.stringContaining('web is not hibernating'),
    ]);
    expect(changesOf(report)).toEqual([]);
  }, 60_000);
});

describe('a cluster in Auto Mode', () => {
  it('sleeps without its own node pools, is not woken by its document, and wakes with them', async () => {
    const report = await simulate(
      apply(auto()),
      plant(inPool('shop', 'general-purpose')),
      { wait: 900 },
      inside({ readyPods: { labelSelector: 'app=shop', count: 1 } }),
      hibernate,
      ended('Succeeded'),
      inside({ readyNodes: 0, nodeClaims: 0 }),
      apply(auto()),
      inside({ readyNodes: 0, nodeClaims: 0 }),
      // Neither its pools nor the fleet's access entry are drift.
      { wait: 86_400 },
      { expect: { drifted: { region: REGION, differences: [], skipped: [] } } },
      wake,
      ended('Succeeded'),
      { wait: 900 },
      inside({ readyPods: { labelSelector: 'app=shop', count: 1 } }),
    );
    expect(changesOf(report).filter((operation) => operation === 'UpdateClusterConfig')).toHaveLength(2);
  }, 60_000);
});

describe('a cluster whose Kubernetes API cannot be reached', () => {
  const vpc = { clusterEndpoints: { publicAccess: false, privateAccess: true } };
  const noForwarder: Step = {
    fault: {
      kind: 'server-error',
      madeBy: 'cloudformation',
      operation: 'create AWS::Lambda::Function',
      times: 1000,
    },
  };

  it('is not put to sleep where Auto Mode starts its nodes', async () => {
    const report = await simulate(
      noForwarder,
      apply(auto({ vpc })),
      hibernate,
      rejected('Auto Mode starts nodes for web that no group has'),
      rejected('cannot be reached'),
    );
    expect(changesOf(report)).toEqual([]);
  }, 60_000);

  it('sleeps and wakes unverified where only groups have nodes, and says so', async () => {
    const report = await simulate(
      noForwarder,
      apply(document({ vpc })),
      hibernate,
      ended('Succeeded'),
      sizes(ASLEEP),
      wake,
      ended('Succeeded'),
      sizes(AWAKE),
    );
    const facts = factsOf(report).filter(({ detailType }) => detailType !== 'ClusterCreated');
    expect(facts.map(({ detail }) => detail.notes)).toEqual([
      [expect.stringContaining('unverified inside of web')],
      [expect.stringContaining('unverified inside of web')],
    ]);
  }, 60_000);
});

describe('nodes that are in service', () => {
  it('count only once they are Ready in the cluster', async () => {
    const report = await simulate(
      apply(),
      hibernate,
      // Nothing answers for it any more: no node registers.
      plant(...webhook('policy', 'nodes').slice(1)),
      wake,
      ended('Incomplete', '1 of 1 nodes are in service, and 0 of them Ready in the cluster'),
    );
    expect(factsOf(report).at(-1)?.detailType).toBe('ClusterScaleIncomplete');
  }, 60_000);
});
