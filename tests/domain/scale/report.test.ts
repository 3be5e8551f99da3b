import { describe, expect, it } from '@jest/globals';
import type { ScalableGroup } from '../../../domain/scale/group.ts';
import type { SeenInside } from '../../../domain/scale/inside.ts';
import { reportOf } from '../../../domain/scale/report.ts';
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
  instanceId,
});
const reasons = (found: ScalableGroup, inside: SeenInside) =>
  reportOf(plan, [found], inside, 'shop').missing.flatMap((one) => one.reasons);

describe('what is missing of a group', () => {
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
