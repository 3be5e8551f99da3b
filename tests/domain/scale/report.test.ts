import { describe, expect, it } from '@jest/globals';
import type { GroupInstance, ScalableGroup } from '../../../domain/scale/groups/group.ts';
import type { SeenInside } from '../../../domain/scale/inside/inside.ts';
import { reportOf } from '../../../domain/scale/outcome/report.ts';
import type { GroupTarget } from '../../../domain/scale/plan.ts';
import { resizePlan } from './seen.fixtures.ts';

const sizes = { minSize: 0, desiredSize: 1, maxSize: 3 };
const plan = resizePlan({ ...sizes, desiredSize: 2 }, sizes);
const group = (...instanceIds: readonly string[]): ScalableGroup => ({
  key: 'nodeGroup/web',
  kind: 'managed',
  name: 'web',
  status: 'ACTIVE',
  sizes,
  labels: {},
  isWindows: false,
  tags: {},
  autoScalingGroupName: 'eks-web',
  instances: instanceIds.map((instanceId) => ({
    instanceId,
    instanceType: 'm5.large',
    zone: 'us-west-2a',
    state: 'InService',
    isHealthy: true,
  })),
  issues: ['Max spot instance count exceeded'],
});
const budgets: SeenInside['budgets'] = [
  {
    namespace: 'shop',
    name: 'cart',
    disruptionsAllowed: 0,
    currentHealthy: 2,
    desiredHealthy: 2,
    expectedPods: 2,
  },
  {
    namespace: 'shop',
    name: 'search',
    disruptionsAllowed: 1,
    currentHealthy: 3,
    desiredHealthy: 2,
    expectedPods: 3,
  },
];
const node = (instanceId: string, ready: boolean) => ({
  name: instanceId,
  ready,
  cordoned: false,
  labels: {},
  annotations: {},
  instanceId,
});
const reasons = (found: ScalableGroup, inside: SeenInside) =>
  reportOf(plan, [found], inside, 'shop').missing.flatMap((one) => one.reasons);

describe('what is missing of a group', () => {
  const up = group('i-1');
  const [instance] = up.instances as [GroupInstance];
  const updating = { ...up, status: 'UPDATING', issues: [] };
  it.each<[string, ScalableGroup | undefined, string]>([
    ['the group', undefined, 'node group web is gone'],
    [
      'its sizes',
      { ...up, sizes: { ...sizes, maxSize: 4 }, issues: [] },
      'its sizes are 1 of 0-4 and not 1 of 0-3',
    ],
    ['that EKS has changed it', updating, 'it is UPDATING'],
    ['a group that works', { ...up, status: 'CREATE_FAILED', issues: [] }, 'node group web is CREATE_FAILED'],
    [
      'a node in place of a sick one',
      { ...up, instances: [{ ...instance, isHealthy: false }], issues: [] },
      '0 of 1 nodes are in service',
    ],
  ])('is %s, in words', (_what, found, reason) => {
    expect(reportOf(plan, found ? [found] : [], {}, 'shop').missing).toEqual([
      { name: 'web', reasons: [reason] },
    ]);
  });

  it('are nodes that are to go, of a sleep', () => {
    const asleep = { ...sizes, desiredSize: 0 };
    const found = { ...group('i-1'), sizes: asleep };
    expect(reportOf(resizePlan(sizes, asleep), [found], { budgets }, 'shop').missing).toEqual([
      {
        name: 'web',
        reasons: [
          '1 of its nodes are still there',
          'PodDisruptionBudget shop/cart lets no pod be evicted: it needs 2 healthy and has 2',
        ],
      },
    ]);
  });

  it('is named with the budgets that keep nodes from being drained, where there are too many', () => {
    expect(reasons(group('i-1', 'i-2'), { budgets })).toEqual([
      '2 of 1 nodes are in service',
      'PodDisruptionBudget shop/cart lets no pod be evicted: it needs 2 healthy and has 2',
    ]);
  });

  it('is named with what EC2 is short of, where there are too few', () => {
    expect(reasons(group(), { budgets })).toEqual([
      '0 of 1 nodes are in service',
      expect.stringMatching(/^quota: /),
    ]);
  });

  it('are nodes that are not Ready in the cluster, and nothing where the cluster does not answer', () => {
    expect(reasons(group('i-1'), { nodes: [node('i-1', false)] })[0]).toBe(
      '1 of 1 nodes are in service, and 0 of them Ready in the cluster',
    );
    expect(reasons(group('i-1'), { nodes: [node('i-1', true)] })).toEqual([]);
    const silent = { nodes: { why: 'nothing came' } };
    expect(reasons(group('i-1'), silent)).toEqual([]);
    expect(reportOf(plan, [group('i-1')], silent, 'shop').notes).toEqual([
      'unverified inside of shop: the Kubernetes API did not answer: nothing came',
    ]);
  });
});

describe('a report', () => {
  it('has each group before and after with its nodes, and what the plan has said', () => {
    const before = { ...sizes, desiredSize: 2 };
    const leftAlone = [{ name: 'own', reason: 'somebody has changed it' }];
    const gone = { ...plan.targets[0], key: 'nodeGroup/gone', name: 'gone' } as GroupTarget;
    const said = { ...plan, targets: [...plan.targets, gone], leftAlone, notes: ['noted'] };
    expect(reportOf(said, [group('i-1')], {}, 'shop')).toEqual({
      groups: [{ name: 'web', before, after: sizes, nodes: '1 m5.large in us-west-2a' }],
      leftAlone,
      notes: ['noted'],
      missing: [{ name: 'gone', reasons: ['node group gone is gone'] }],
    });
  });

  it('has the sizes that a sleeping cluster will wake to, where these were changed', () => {
    const changed = [{ name: 'web', before: sizes, after: { ...sizes, desiredSize: 3 } }];
    const memory = { operationId: 'asleep', capturedAt: '2026-11-24T19:00:00Z', groups: [] };
    const replaces = { ...plan, targets: [], memory: { do: 'replace' as const, memory, changed } };
    expect(reportOf(replaces, [], {}, 'shop').groups).toEqual([{ ...changed[0], nodes: 'no nodes' }]);
  });
});
