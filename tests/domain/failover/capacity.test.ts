import { describe, expect, it } from '@jest/globals';
import {
  belowFloor,
  decideCapacity,
  decideRaising,
  decideReplicas,
  isHasty,
  type SeenCapacity,
  wantCapacity,
} from '../../../domain/failover/capacity.ts';
import type { ScalableGroup } from '../../../domain/scale/groups/group.ts';
import { group as template } from '../scale/seen.fixtures.ts';

const instance = (id: string) => ({
  instanceId: id,
  instanceType: 'm6i.large',
  zone: 'us-west-2a',
  state: 'InService',
  isHealthy: true,
});
const groupWith = (desiredSize: number, more: Partial<ScalableGroup> = {}): ScalableGroup => ({
  ...template,
  key: 'nodeGroup/web',
  kind: 'managed',
  name: 'web',
  status: 'ACTIVE',
  sizes: { minSize: 1, desiredSize, maxSize: 4 },
  instances: Array.from({ length: desiredSize }, (_, index) => instance(`i-${index}`)),
  ...more,
});
const recorded = { at: '2026-12-02T00:00:00Z', nodeGroups: { web: 5 }, replicas: { 'default/shop': 4 } };
const wanted = (floorPercent = 100) => wantCapacity({ capacity: { floorPercent } }, recorded, [groupWith(2)]);
const deployment = (replicas: number, readyReplicas: number) => ({
  ...{ namespace: 'default', name: 'shop', replicas, readyReplicas, resourceVersion: '7' },
  ...{ labels: {}, annotations: {}, managers: [] },
});
const seen = (more: Partial<SeenCapacity> = {}): SeenCapacity => ({
  groups: [groupWith(5)],
  ready: new Set(['i-0', 'i-1', 'i-2', 'i-3', 'i-4']),
  deployments: { 'default/shop': deployment(4, 4) },
  ...more,
});

describe('the capacity that a move wants', () => {
  it('is what was recorded of the primary, with room for it', () => {
    const { groups, replicas } = wanted();
    expect(groups.map(({ sizes }) => sizes)).toEqual([{ minSize: 1, desiredSize: 5, maxSize: 5 }]);
    expect(replicas).toEqual({ 'default/shop': 4 });
  });

  it('is what the plan says, where it says something', () => {
    const { groups } = wantCapacity({ capacity: { nodeGroups: { web: 3 } } }, recorded, [groupWith(2)]);
    expect(groups[0]?.sizes.desiredSize).toBe(3);
  });

  it('is never less than there is, and nothing of what nobody knows', () => {
    expect(wantCapacity({}, recorded, [groupWith(9)]).groups[0]?.sizes.desiredSize).toBe(9);
    expect(wantCapacity({}, undefined, [groupWith(2)]).groups).toEqual([]);
  });

  it('tells of a group that is not here', () => {
    const { lacking } = wantCapacity({ capacity: { nodeGroups: { gpu: 2 } } }, recorded, [groupWith(2)]);
    expect(lacking).toEqual(['there is no node group gpu here, of which 2 nodes are wanted']);
  });
});

describe('a node group', () => {
  const target = wanted().groups[0] as NonNullable<ReturnType<typeof wanted>['groups'][0]>;

  it('is raised, and its room with it, and its lower bound stays', () => {
    expect(decideRaising(target, groupWith(2), 'shop-west')).toMatchObject({
      do: 'update',
      change: { request: { scalingConfig: { desiredSize: 5, maxSize: 5 } } },
    });
  });

  it('is left as it is with as many nodes, whoever gave it them, and waited for while EKS changes it', () => {
    expect(decideRaising(target, groupWith(6), 'shop-west').do).toBe('nothing');
    expect(decideRaising(target, groupWith(2, { status: 'UPDATING' }), 'shop-west').do).toBe('wait');
    expect(decideRaising(target, undefined, 'shop-west').do).toBe('fail');
  });

  it.each([
    ['by Auto Scaling while EKS changes it, which refuses to', 2, 8, 5],
    ['with as many nodes more as an update has for itself, which go with its end', 8, 14, 11],
    ['up to the maximum that the group has', 2, 4, 4],
    ['not once Auto Scaling has been asked', 11, 14, undefined],
    ['not where the maximum is reached', 4, 4, undefined],
  ])('is raised %s', (_how, desiredSize, maxSize, DesiredCapacity) => {
    const bounds = { minSize: 1, desiredSize: 2, maxSize: maxSize === 4 ? 4 : 8 };
    const updating = groupWith(2, {
      ...{ status: 'UPDATING', sizes: bounds, autoScalingGroupName: 'eks-web' },
      autoScaling: { desiredSize, maxSize },
    });
    const request = { AutoScalingGroupName: 'eks-web', DesiredCapacity };
    expect(decideRaising(target, updating, 'shop-west')).toMatchObject(
      DesiredCapacity === undefined
        ? { do: 'wait' }
        : { do: 'update', change: { operation: 'UpdateAutoScalingGroup', request } },
    );
  });
});

describe('replicas', () => {
  it.each([
    ['are raised', deployment(2, 2), { do: 'scale', resourceVersion: '7', replicas: 4 }],
    ['are never lowered', deployment(6, 6), { do: 'nothing' }],
    ['of what is gone are nobody’s', undefined, { do: 'gone' }],
    [
      'of what Git keeps are left to it',
      { ...deployment(2, 2), labels: { 'kustomize.toolkit.fluxcd.io/name': 'shop' } },
      { do: 'kept' },
    ],
  ] as const)('%s', (_what, found, decision) => {
    expect(decideReplicas(found, 4)).toEqual(decision);
  });
});

describe('a look at the capacity', () => {
  const look = { elapsedSeconds: 10 };

  it('ends once all is ready', () => {
    expect(decideCapacity(wanted(), seen(), 'shop-west', look)).toMatchObject({ start: [], missing: [] });
  });

  it('starts what may be raised, side by side', () => {
    const found = seen({
      groups: [groupWith(2)],
      deployments: { 'default/shop': deployment(2, 2) },
    });
    expect(decideCapacity(wanted(), found, 'shop-west', look).start).toEqual([
      { task: 'raise-node-group', key: 'nodeGroup/web' },
      { task: 'raise-deployment', key: 'deployment/default/shop' },
    ]);
  });

  it('is enough at the floor, rounded up, of nodes that are ready and not only there', () => {
    const three = seen({
      ready: new Set(['i-0', 'i-1', 'i-2']),
      deployments: { 'default/shop': deployment(4, 3) },
    });
    expect(belowFloor(wanted(60), three)).toEqual([]);
    expect(belowFloor(wanted(61), three)).toEqual(['3 of 5 nodes of web are ready']);
    expect(belowFloor(wanted(80), three)).toEqual([
      '3 of 5 nodes of web are ready',
      '3 of 4 pods of default/shop are ready',
    ]);
  });

  it('says who keeps a Deployment below what is wanted', () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:default/shop' };
    const kept = seen({ deployments: { 'default/shop': { ...deployment(2, 2), annotations } } });
    expect(belowFloor(wanted(), kept)).toEqual([
      '2 of 4 pods of default/shop are ready (shop of Argo CD keeps it at 2: raise it in Git)',
    ]);
    expect(decideCapacity(wanted(), kept, 'shop-west', look).start).toEqual([]);
  });

  it('says why nodes are missing in words of AWS, and not each of them', () => {
    const issues = ['AsgInstanceLaunchFailures', 'Launching failed in us-west-2a', 'Launching failed before'];
    expect(belowFloor(wanted(), seen({ groups: [groupWith(2, { issues })] }))).toEqual([
      '2 of 5 nodes of web are ready (AsgInstanceLaunchFailures; Launching failed in us-west-2a)',
    ]);
  });

  it('goes by Auto Scaling alone where the cluster cannot be asked, and counts no pods then', () => {
    expect(belowFloor(wanted(), { groups: [groupWith(5)] })).toEqual([]);
  });

  it.each<[string, object | undefined, ReadonlySet<string> | undefined, number, boolean]>([
    ['a cluster that has just not answered', {}, undefined, 0, true],
    ['one that has not for a minute', {}, undefined, 60, false],
    ['one that answers', {}, new Set(), 0, false],
    ['one that never let the fleet in', undefined, undefined, 0, false],
  ])(
    'does without the inside of a cluster after a minute alone: %s',
    (_what, api, ready, elapsedSeconds, expected) => {
      expect(isHasty({ groups: [], ready }, api, { elapsedSeconds })).toBe(expected);
    },
  );
});

describe('workloads that are raised in order', () => {
  const sizes = { ...recorded, replicas: { 'a/db': 4, 'a/api': 2, 'a/web': 2, 'b/web': 2 } };
  const of = (order: readonly string[], floorPercent = 100) =>
    wantCapacity(
      { capacity: { floorPercent }, move: { select: { app: 'shop' }, order: [...order] } },
      sizes,
      [groupWith(5)],
    );
  const with_ = (ready: Readonly<Record<string, number>>) =>
    seen({
      deployments: Object.fromEntries(
        Object.keys(sizes.replicas).map((name) => [name, deployment(ready[name] ?? 0, ready[name] ?? 0)]),
      ),
    });
  const started = (
    order: readonly string[],
    ready: Readonly<Record<string, number>>,
    { floorPercent = 100, isInOrder = true } = {},
  ) =>
    decideCapacity(
      of(order, floorPercent),
      with_(ready),
      'shop-west',
      { elapsedSeconds: 0 },
      { isInOrder },
    ).start.map(({ key }) => key.replace('deployment/', ''));

  it('are begun one after the other, and the rest after all of them', () => {
    const order = ['a/db', 'a/api'];
    expect(started(order, {})).toEqual(['a/db']);
    expect(started(order, { 'a/db': 3 })).toEqual(['a/db']);
    expect(started(order, { 'a/db': 4 })).toEqual(['a/api']);
    expect(started(order, { 'a/db': 4, 'a/api': 2 })).toEqual(['a/web', 'b/web']);
  });

  it('wait for an earlier one that is not ready any more', () => {
    expect(started(['a/db', 'a/api'], { 'a/db': 1, 'a/api': 2 })).toEqual(['a/db']);
  });

  it('are ready at the floor of the plan', () => {
    expect(started(['a/db'], { 'a/db': 2 }, { floorPercent: 50 })).toEqual([
      ...['a/db', 'a/api', 'a/web', 'b/web'],
    ]);
  });

  it('are of every namespace by their name alone, and in the first place that names them', () => {
    expect(started(['web', 'a/web', 'db'], {})).toEqual(['a/web', 'b/web']);
    expect(started(['web', 'a/web', 'db'], { 'a/web': 2, 'b/web': 2 })).toEqual(['a/db']);
  });

  it('are all begun where nobody waits for a turn', () => {
    expect(started(['a/db'], {}, { isInOrder: false })).toHaveLength(4);
  });

  it('are told where none of them is wanted', () => {
    expect(of(['db', 'cache']).lacking).toEqual(['move.order names cache, of which no replicas are wanted']);
    expect(of([]).ranks).toBeUndefined();
  });
});
