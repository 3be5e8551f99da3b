import { describe, expect, it } from '@jest/globals';
import type { GroupInstance, ScalableGroup } from '../../../domain/scale/groups/group.ts';
import { decideGroupSize, hasReached } from '../../../domain/scale/groups/group-change.ts';
import type { Sizes } from '../../../domain/scale/groups/sizes.ts';
import type { GroupTarget, Reach } from '../../../domain/scale/plan.ts';
import { group, resizePlan } from './seen.fixtures.ts';

type Three = readonly [minSize: number, desiredSize: number, maxSize: number];
const sizesOf = ([minSize, desiredSize, maxSize]: Three): Sizes => ({
  minSize,
  desiredSize,
  maxSize,
});
const node = (id: string, over: Partial<GroupInstance> = {}): GroupInstance => ({
  instanceId: id,
  instanceType: 'm6i.large',
  zone: 'us-west-2a',
  state: 'InService',
  isHealthy: true,
  ...over,
});
const nodes = (count: number) => Array.from({ length: count }, (_, index) => node(`i-${index}`));

/** A group with as many nodes as its sizes say, brought from there to other sizes. */
const decide = (
  sizes: Sizes,
  found: Sizes,
  {
    reach = 'exact',
    ready,
    ...over
  }: { reach?: Reach; ready?: readonly string[] } & Partial<ScalableGroup> = {},
) => {
  const { kind = 'managed' } = over;
  const [target] = resizePlan(found, sizes, { reach, kind }).targets as [GroupTarget];
  const seen = { ...group, sizes: found, instances: nodes(found.desiredSize), ...over };
  return decideGroupSize(target, seen, 'shop', ready && new Set(ready));
};

describe('what is changed of the sizes of a group', () => {
  it.each<[string, Reach, Three, Three, Partial<Sizes> | undefined]>([
    ['is nothing where it has them', 'exact', [1, 2, 4], [1, 2, 4], undefined],
    [
      'is what differs, and no maximum that stays',
      'exact',
      [1, 2, 4],
      [0, 0, 4],
      { minSize: 1, desiredSize: 2 },
    ],
    ['is the maximum where that differs', 'exact', [1, 2, 4], [1, 2, 6], { maxSize: 4 }],
    [
      'are the bounds where an autoscaler owns the number',
      'bounds',
      [2, 3, 6],
      [1, 4, 4],
      { minSize: 2, maxSize: 6 },
    ],
    [
      'is its number as well where that is out of them',
      'bounds',
      [3, 3, 6],
      [1, 2, 6],
      { minSize: 3, desiredSize: 3 },
    ],
    ['is nothing where its number is within them', 'bounds', [1, 2, 6], [1, 5, 6], undefined],
    [
      'is the number of a group that an autoscaler cannot start',
      'started',
      [0, 2, 4],
      [0, 0, 4],
      { desiredSize: 2 },
    ],
    ['is nothing once that has begun', 'started', [0, 2, 4], [0, 1, 4], undefined],
    ['is nothing where it starts without nodes', 'started', [0, 0, 4], [0, 0, 4], undefined],
    ['are the bounds of one that has begun', 'started', [1, 2, 4], [0, 2, 4], { minSize: 1 }],
  ])('%s', (_what, reach, sizes, found, scalingConfig) => {
    const decided = decide(sizesOf(sizes), sizesOf(found), { reach });
    if (scalingConfig === undefined) expect(decided).toEqual({ do: 'nothing' });
    else
      expect(decided).toHaveProperty('change', {
        operation: 'UpdateNodegroupConfig',
        request: { clusterName: 'shop', nodegroupName: 'web', scalingConfig },
      });
  });

  it("goes by Auto Scaling's names to a self-managed group", () => {
    const own = (sizes: Three, found: Three) =>
      decide(sizesOf(sizes), sizesOf(found), { kind: 'selfManaged' });
    const grown = own([1, 2, 4], [0, 0, 4]);
    expect(grown).toHaveProperty('summary', 'web from 0 of 0-4 to 2 of 1-4');
    expect(grown).toHaveProperty('change', {
      operation: 'UpdateAutoScalingGroup',
      request: { AutoScalingGroupName: 'eks-web', MinSize: 1, DesiredCapacity: 2 },
    });
    expect(own([1, 2, 6], [1, 2, 4])).toHaveProperty('change.request', {
      AutoScalingGroupName: 'eks-web',
      MaxSize: 6,
    });
  });
});

describe('a group that has its sizes', () => {
  const AWAKE = sizesOf([1, 2, 4]);
  const ASLEEP = sizesOf([0, 0, 4]);
  it.each<[string, Sizes, Parameters<typeof decide>[2], 'nothing' | 'wait']>([
    ['has its nodes', AWAKE, {}, 'nothing'],
    ['has them once all are Ready, where the cluster was asked', AWAKE, { ready: ['i-0', 'i-1'] }, 'nothing'],
    ['waits for one that is not Ready', AWAKE, { ready: ['i-1'] }, 'wait'],
    ['waits for one that has not come', AWAKE, { instances: nodes(1) }, 'wait'],
    ['waits for one that is to go', AWAKE, { instances: nodes(3) }, 'wait'],
    [
      'waits for one that starts',
      AWAKE,
      { instances: [node('i-0'), node('i-1', { state: 'Pending' })] },
      'wait',
    ],
    [
      'waits for one in place of a sick one',
      AWAKE,
      { instances: [node('i-0'), node('i-1', { isHealthy: false })] },
      'wait',
    ],
    [
      'waits for one beside those that go',
      AWAKE,
      { instances: [...nodes(2), node('i-2', { state: 'Terminating' })] },
      'wait',
    ],
    ['waits while EKS calls it DEGRADED', AWAKE, { status: 'DEGRADED' }, 'wait'],
    [
      'waits, asleep, for the last node to go',
      ASLEEP,
      { instances: [node('i-0', { state: 'Terminating' })] },
      'wait',
    ],
    ['is asleep without any, and may be DEGRADED for good', ASLEEP, { status: 'DEGRADED' }, 'nothing'],
  ])('%s', (_what, sizes, over, done) => {
    expect(decide(sizes, sizes, over).do).toBe(done);
  });
});

describe('a group that is busy, or not well', () => {
  const AWAKE = sizesOf([1, 2, 4]);
  it.each([
    ['CREATING', { do: 'wait', operation: 'CREATING of web' }],
    ['UPDATING', { do: 'wait', operation: 'UPDATING of web' }],
    ['DELETING', { do: 'fail', reason: 'node group web is DELETING' }],
  ])('is not changed: %s', (status, decision) => {
    expect(decide(AWAKE, sizesOf([0, 0, 4]), { status })).toEqual(decision);
  });

  it('is waited for until its nodes are there, and has failed once it is gone', () => {
    expect(decide(AWAKE, AWAKE, { instances: nodes(1) })).toEqual({ do: 'wait', operation: 'nodes of web' });
    const [target] = resizePlan(AWAKE, AWAKE).targets as [GroupTarget];
    expect(decideGroupSize(target, undefined, 'shop')).toEqual({
      do: 'fail',
      reason: 'node group web is gone',
    });
  });

  it('that is self-managed is sent no size that stays', () => {
    const changed = decide(sizesOf([1, 2, 4]), sizesOf([1, 1, 4]), { kind: 'selfManaged' });
    expect(changed.do === 'update' && Object.keys(changed.change.request)).toEqual([
      'AutoScalingGroupName',
      'DesiredCapacity',
    ]);
    const bounds = decide(sizesOf([0, 2, 5]), sizesOf([1, 2, 4]), { kind: 'selfManaged' });
    expect(bounds.do === 'update' && Object.keys(bounds.change.request)).toEqual([
      'AutoScalingGroupName',
      'MinSize',
      'MaxSize',
    ]);
  });

  it('of bounds that an autoscaler owns is not changed back for another number', () => {
    const own = (found: Three) =>
      hasReached(resizePlan(AWAKE, AWAKE, { reach: 'bounds' }).targets[0] as GroupTarget, sizesOf(found));
    expect([own([1, 4, 4]), own([1, 2, 6]), own([0, 2, 4])]).toEqual([true, false, false]);
    const exact = (found: Three) =>
      hasReached(resizePlan(AWAKE, AWAKE).targets[0] as GroupTarget, sizesOf(found));
    expect([exact([1, 2, 4]), exact([1, 2, 6]), exact([1, 3, 4]), exact([0, 2, 4])]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
