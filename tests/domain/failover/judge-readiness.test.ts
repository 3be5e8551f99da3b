import { describe, expect, it } from '@jest/globals';
import {
  judgeReadiness,
  readinessChange,
  type SeenPlan,
  warningsOf,
} from '../../../domain/failover/judge-readiness.ts';
import { sizesSeen } from '../../../domain/failover/preparation/primary-sizes.ts';
import type { ObservedController, ObservedDeployment } from '../../../domain/ports/kubernetes.ts';
import type { ScalableGroup } from '../../../domain/scale/groups/group.ts';
import { shopPlan } from './preparation/plan.ts';

const AT = '2026-12-02T10:00:00.000Z';
const group = (name: string, maxSize: number, desiredSize = 2) =>
  ({ name, sizes: { minSize: 1, desiredSize, maxSize } }) as ScalableGroup;
const seen = (more: Partial<SeenPlan> = {}): SeenPlan => ({
  plan: shopPlan(),
  at: AT,
  standby: { cluster: { status: 'ACTIVE', version: '1.34' }, level: 'scale' },
  primary: { cluster: { status: 'ACTIVE', version: '1.34' }, level: 'scale' },
  groups: [group('web', 4)],
  unreached: undefined,
  deployments: {},
  claimed: { plan: 'shop', owner: 'primary', epoch: 1, generation: 'g', claimId: 'c', at: AT },
  sizes: { at: AT, nodeGroups: { web: 4 }, replicas: {} },
  hooks: [],
  ...more,
});

const keptAt = (replicas: number): ObservedDeployment => ({
  ...{ namespace: 'default', name: 'shop', replicas, readyReplicas: replicas, resourceVersion: '7' },
  ...{ labels: { 'argocd.argoproj.io/instance': 'shop' }, annotations: {}, managers: [] },
});

describe('the readiness of a plan', () => {
  it('has nothing in the way where all is as it is to be', () => {
    expect(judgeReadiness(seen())).toEqual([]);
  });

  it.each([
    ['no cluster', { standby: { cluster: undefined, level: undefined } }, 'there is no cluster shop-west'],
    [
      'a cluster that comes',
      { standby: { cluster: { status: 'CREATING' }, level: undefined } },
      'is CREATING',
    ],
    ['a cluster of others', { standby: { ...seen().standby, level: undefined } }, 'the fleet does not have'],
    [
      'another version',
      { primary: { cluster: { status: 'ACTIVE', version: '1.35' }, level: 'scale' } },
      'has Kubernetes 1.34, and shop-east 1.35',
    ],
    ['a silent Kubernetes API', { unreached: 'no way' }, 'does not answer: no way'],
    ['no item in Guard', { claimed: undefined }, 'Guard has no item of it'],
    ['no sizes', { sizes: undefined }, 'no sizes of shop-east were recorded yet'],
    [
      'sizes of an hour ago',
      { sizes: { at: '2026-12-02T08:59:59.000Z', nodeGroups: {}, replicas: {} } },
      'were last recorded at',
    ],
    ['a group that is missing', { groups: [] }, 'has no node group web, of which 4 nodes are wanted'],
    [
      'a group that is too small',
      { groups: [group('web', 3)] },
      'has a maxSize of 3, and 4 nodes are wanted',
    ],
    [
      'a Deployment that is missing',
      { sizes: { ...seen().sizes, replicas: { 'default/shop': 3 } } },
      'shop-west has no Deployment default/shop, of which 3 replicas are wanted',
    ],
    [
      'a Deployment that Git keeps too small',
      {
        sizes: { ...seen().sizes, replicas: { 'default/shop': 3 } },
        deployments: { 'default/shop': keptAt(2) },
      },
      'Deployment default/shop of shop-west is too small, 3 replicas are wanted (shop of Argo CD keeps it at 2: raise it in Git)',
    ],
    ['a hook that is gone', { hooks: ['step promote: it is gone'] }, 'promote'],
  ] as const)('says of %s', (_what, more, said) => {
    expect(judgeReadiness(seen(more as Partial<SeenPlan>))).toEqual([expect.stringContaining(said)]);
  });

  it('is not asked of a primary whose region is silent, nor of sizes while the standby serves', () => {
    const claimed = { ...seen().claimed, owner: 'standby' } as SeenPlan['claimed'];
    expect(judgeReadiness(seen({ primary: undefined }))).toEqual([]);
    expect(judgeReadiness(seen({ claimed, sizes: undefined }))).toEqual([]);
  });

  it('is well with what Git keeps at the floor, with a standby that may be raised, and while nobody can look', () => {
    const sizes = { at: AT, nodeGroups: {}, replicas: { 'default/shop': 3 } };
    const floor = { ...shopPlan(), capacity: { floorPercent: 60 } };
    const mine = { ...keptAt(1), labels: {} };
    expect(judgeReadiness(seen({ plan: floor, sizes, deployments: { 'default/shop': keptAt(2) } }))).toEqual(
      [],
    );
    expect(judgeReadiness(seen({ sizes, deployments: { 'default/shop': mine } }))).toEqual([]);
    expect(judgeReadiness(seen({ sizes, deployments: undefined, unreached: undefined }))).toEqual([]);
  });

  it('is an hour old at the most', () => {
    const sizes = { at: '2026-12-02T09:00:00.000Z', nodeGroups: {}, replicas: {} };
    expect(judgeReadiness(seen({ sizes }))).toEqual([]);
  });
});

describe('news of readiness', () => {
  const known = (...unready: string[]) => ({ at: AT, unready });

  it.each([
    ['the first look, whatever it finds', undefined, [], { broke: [], mended: [] }],
    ['what broke', known(), ['a'], { broke: ['a'], mended: [] }],
    ['what was mended', known('a', 'b'), ['b'], { broke: [], mended: ['a'] }],
    ['both', known('a'), ['b'], { broke: ['b'], mended: ['a'] }],
    [
      'another region',
      known('in us-east-1'),
      ['in us-east-2'],
      { broke: ['in us-east-2'], mended: ['in us-east-1'] },
    ],
    ['nothing, where all is as before', known('a'), ['a'], undefined],
    [
      'nothing, where a time alone is another',
      known('recorded at 2026-12-02T08:59:59.000Z'),
      ['recorded at 2026-12-02T09:14:59.000Z'],
      undefined,
    ],
  ] as const)('are %s', (_what, held, unready, change) => {
    expect(readinessChange(held, unready)).toEqual(change);
  });
});

describe('sizes of a primary', () => {
  const controller = (kind: string, key: string, labels = {}): ObservedController => {
    const [namespace = '', name = ''] = key.split('/');
    return { kind, namespace, name, labels, wanted: 3 } as unknown as ObservedController;
  };
  const found = [
    controller('Deployment', 'shop/cart', { team: 'shop' }),
    controller('Deployment', 'bank/teller', { team: 'bank' }),
    controller('Deployment', 'kube-system/coredns'),
    controller('StatefulSet', 'shop/db', { team: 'shop' }),
  ];
  const replicasOf = (move?: { select: Record<string, string> }) =>
    Object.keys(sizesSeen(shopPlan(move ? { move } : {}), AT, [group('web', 4)], found).replicas);

  it('are its groups and Deployments, but for the cluster’s own', () => {
    expect(sizesSeen(shopPlan(), AT, [group('web', 4)], found)).toEqual({
      at: AT,
      nodeGroups: { web: 2 },
      replicas: { 'shop/cart': 3, 'bank/teller': 3 },
    });
  });

  it('are of the Deployments that move, by their labels and namespace', () => {
    expect(replicasOf({ select: { team: 'shop' } })).toEqual(['shop/cart']);
    expect(replicasOf({ select: { team: 'shop', namespace: 'shop' } })).toEqual(['shop/cart']);
    expect(replicasOf({ select: { namespace: 'bank' } })).toEqual(['bank/teller']);
    expect(replicasOf({ select: { namespace: 'bank', team: 'shop' } })).toEqual([]);
  });
});

describe('a Deployment whose replicas an autoscaler says', () => {
  const autoscaler = (minReplicas: number, name = 'shop', kind = 'Deployment') => ({
    ...{ namespace: 'default', name: 'own', minReplicas, maxReplicas: 20 },
    target: { kind, name },
  });
  const found = (replicas: number, minReplicas: number, more: Partial<SeenPlan> = {}) =>
    seen({
      sizes: { at: AT, nodeGroups: { web: 4 }, replicas: { 'default/shop': 8 } },
      deployments: { 'default/shop': { ...keptAt(replicas), labels: {} } },
      autoscalers: [autoscaler(minReplicas)],
      ...more,
    });

  it('is too small where the autoscaler may lower what a move raises, and its minimum is to be raised', () => {
    expect(judgeReadiness(found(2, 2))).toEqual([
      'Deployment default/shop of shop-west is too small, 8 replicas are wanted (HorizontalPodAutoscaler default/own may lower it to 2: raise its minReplicas to 8)',
    ]);
    expect(warningsOf(found(2, 2), [])).toEqual([]);
  });

  it('is warned of where it is large enough, and may be lowered', () => {
    expect(judgeReadiness(found(8, 2))).toEqual([]);
    expect(warningsOf(found(8, 2), [])).toEqual([
      expect.stringMatching(/^Deployment default\/shop .* 8 replicas, and .*may lower it to 2/),
    ]);
  });

  it.each([
    ['a minimum that is enough', found(2, 8)],
    ['an autoscaler of another Deployment', found(2, 2, { autoscalers: [autoscaler(2, 'cart')] })],
    ['an autoscaler of another kind', found(2, 2, { autoscalers: [autoscaler(2, 'shop', 'StatefulSet')] })],
    ['autoscalers that are not known', found(2, 2, { autoscalers: undefined })],
  ])('is raised by the move with %s', (_what, one) => {
    expect([...judgeReadiness(one), ...warningsOf(one, [])]).toEqual([]);
  });

  it('is wanted at the floor of the plan', () => {
    const plan = shopPlan({ capacity: { floorPercent: 25 } });
    expect(judgeReadiness(found(2, 2, { plan }))).toEqual([]);
  });
});

describe('an order of workloads', () => {
  it('is warned of where it names what nobody moves, once sizes are known', () => {
    const plan = shopPlan({ move: { select: { app: 'shop' }, order: ['shop', 'cache'] } });
    const sizes = { at: AT, nodeGroups: {}, replicas: { 'default/shop': 2 } };
    expect(warningsOf(seen({ plan, sizes }), [])).toEqual([
      'move.order names cache, of which no replicas are wanted',
    ]);
    expect(warningsOf(seen({ plan, sizes: undefined }), [])).toEqual([]);
  });
});
