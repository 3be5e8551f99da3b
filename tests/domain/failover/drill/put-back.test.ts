import { describe, expect, it } from '@jest/globals';
import {
  decideFewer,
  decideLowering,
  decidePutBack,
  leftLarger,
} from '../../../../domain/failover/drill/put-back.ts';
import type { ObservedDeployment } from '../../../../domain/ports/kubernetes.ts';
import type { ScalableGroup } from '../../../../domain/scale/groups/group.ts';
import type { GroupTarget } from '../../../../domain/scale/plan.ts';

const KEY = 'default/shop';
const WEB = 'nodeGroup/web';
const sizes = (minSize: number, desiredSize: number, maxSize: number) => ({ minSize, desiredSize, maxSize });
/** A group of one node at most two was raised to three at most three, and a Deployment from two replicas to five. */
const drill = {
  before: { groups: { [WEB]: sizes(1, 1, 2) }, replicas: { [KEY]: 2 } },
  raisedTo: { groups: { [WEB]: sizes(1, 3, 3) }, replicas: { [KEY]: 5 } },
};
const target: GroupTarget = {
  ...{ key: WEB, kind: 'managed', name: 'web', isWindows: false, reach: 'started', nodes: [] },
  ...{ before: sizes(1, 1, 2), sizes: sizes(1, 3, 3) },
};
const move = { capacity: { groups: [target], replicas: { [KEY]: 5 }, floorPercent: 100, lacking: [] } };
const deployment = (replicas: number, labels: Readonly<Record<string, string>> = {}): ObservedDeployment => ({
  ...{ namespace: 'default', name: 'shop', replicas, readyReplicas: replicas, resourceVersion: '7' },
  ...{ labels, annotations: {}, managers: [] },
});
const group = (now: ScalableGroup['sizes'], status = 'ACTIVE'): ScalableGroup => ({
  ...{ key: WEB, kind: 'managed', name: 'web', status, sizes: now, labels: {}, isWindows: false, tags: {} },
  ...{ autoScalingGroupName: 'web', instances: [], issues: [] },
});
const GITOPS = { 'argocd.argoproj.io/instance': 'shop' };

describe('a Deployment after a drill', () => {
  it.each([
    ['is put back to what it had', deployment(5), { do: 'scale', resourceVersion: '7', replicas: 2 }],
    ['is left alone where somebody has made it smaller', deployment(1), { do: 'nothing' }],
    ['is left alone where somebody has raised it further', deployment(6), { do: 'nothing' }],
    ['is left alone where somebody has taken less from it', deployment(3), { do: 'nothing' }],
    ['is left to Git, which alone has raised it', deployment(5, GITOPS), { do: 'kept' }],
    ['is nobody’s where it is gone', undefined, { do: 'gone' }],
  ] as const)('%s', (_what, found, decision) => {
    expect(decideFewer(KEY, drill, found)).toEqual(decision);
  });

  it('that came during the drill is left alone', () => {
    expect(decideFewer('default/cart', drill, deployment(5))).toEqual({ do: 'gone' });
  });
});

describe('a node group after a drill', () => {
  it.each<[string, ScalableGroup['sizes'], object | undefined]>([
    ['is put back to what it had', sizes(1, 3, 3), { desiredSize: 1, maxSize: 2 }],
    ['keeps the nodes that a person has given it', sizes(1, 7, 8), undefined],
    ['keeps a bound that a person has raised', sizes(1, 3, 8), { desiredSize: 1 }],
    ['keeps what a person has made of it between both', sizes(1, 2, 3), { maxSize: 2 }],
    ['goes no lower than the bound of a person', sizes(2, 3, 3), { desiredSize: 2, maxSize: 2 }],
    ['keeps all of what a person made its least', sizes(3, 3, 3), undefined],
    ['is as it was already', sizes(1, 1, 2), undefined],
  ])('%s', (_what, now, change) => {
    const decision = decideLowering(target, drill, group(now), 'shop');
    if (change === undefined) expect(decision.do).toBe('nothing');
    else expect(decision).toMatchObject({ do: 'update', change: { request: { scalingConfig: change } } });
    if (decision.do === 'update')
      expect((decision.change.request as { scalingConfig: object }).scalingConfig).toEqual(change);
  });
});

describe('a standby after a drill', () => {
  const start = (replicas: number, now: ScalableGroup['sizes'], status?: string) =>
    decidePutBack(
      move,
      drill,
      { groups: [group(now, status)], deployments: { [KEY]: deployment(replicas) } },
      'shop',
    );

  it('has its pods put back before its nodes, which wait for an update that is under way', () => {
    expect(start(5, sizes(1, 3, 3)).start).toEqual([{ task: 'lower-deployment', key: `deployment/${KEY}` }]);
    expect(start(2, sizes(1, 3, 3)).start).toEqual([{ task: 'lower-node-group', key: WEB }]);
    expect(start(2, sizes(1, 3, 3), 'UPDATING')).toEqual({ start: [], isWaiting: true });
    expect(start(9, sizes(1, 7, 8))).toEqual({ start: [], isWaiting: false });
  });

  it('waits for an update that may be the one that raises it, of which EKS shows nothing before its end', () => {
    expect(start(2, sizes(1, 1, 2), 'UPDATING')).toEqual({ start: [], isWaiting: true });
  });

  it('says what it leaves larger than it was, since it did not leave it so', () => {
    const left = (replicas: number, now: ScalableGroup['sizes'], labels = {}) =>
      leftLarger(move, drill, { groups: [group(now)], deployments: { [KEY]: deployment(replicas, labels) } });
    expect(left(9, sizes(1, 7, 8))).toEqual([
      'node group web was changed during the drill, and is left at 7: it had 1',
      'default/shop was changed during the drill, and is left at 9: it had 2',
    ]);
    expect(left(2, sizes(1, 1, 2))).toEqual([]);
    expect(left(9, sizes(1, 1, 2), GITOPS)).toEqual([]);
  });
});
