import { describe, expect, it } from '@jest/globals';
import type { GroupInstance, ScalableGroup } from '../../../domain/scale/groups/group.ts';
import { decideScalingProgress } from '../../../domain/scale/outcome/progress.ts';
import { reportOf } from '../../../domain/scale/outcome/report.ts';
import type { GroupTarget, ScalingPlan } from '../../../domain/scale/plan.ts';
import { group } from './seen.fixtures.ts';

const sizes = { minSize: 1, desiredSize: 1, maxSize: 4 };
const instance: GroupInstance = {
  instanceId: 'i-1',
  instanceType: 'm5.large',
  zone: 'us-west-2a',
  state: 'InService',
  isHealthy: true,
};
const target = (name: string, over: Partial<GroupTarget> = {}): GroupTarget => ({
  key: `nodeGroup/${name}`,
  kind: 'managed',
  name,
  isWindows: name === 'desktops',
  before: { ...sizes, minSize: 0, desiredSize: 0 },
  sizes,
  reach: 'exact',
  nodes: [],
  ...over,
});
const found = (name: string, over: Partial<ScalableGroup> = {}): ScalableGroup => ({
  ...group,
  key: `nodeGroup/${name}`,
  name,
  sizes,
  instances: [instance],
  issues: [],
  ...over,
});
const asleep = { sizes: { ...sizes, minSize: 0, desiredSize: 0 }, instances: [] };
const plan: ScalingPlan = {
  action: 'wake',
  targets: [target('system'), target('batch'), target('desktops')],
  leftAlone: [],
  notes: [],
  deadlineSeconds: 2700,
  controlPlane: { kubernetesVersion: '1.35', isExtendedSupport: false, usdPerMonth: 73 },
};
const none = { instances: [] };
const started = (groups: readonly ScalableGroup[], elapsedSeconds: number, of = plan) => {
  const progress = decideScalingProgress(of, groups, {}, 'shop', { elapsedSeconds, spread: 0 });
  return progress.outcome === 'Waiting' ? progress.start.map(({ key }) => key) : progress.outcome;
};

describe('Windows groups wake', () => {
  const short = [found('system'), found('batch', none), found('desktops', asleep)];

  it('after every Linux group, as long as those come as they should', () => {
    expect(started(short, 200)).toEqual([]);
    expect(started([found('system'), found('batch'), found('desktops', asleep)], 200)).toEqual([
      'nodeGroup/desktops',
    ]);
  });

  it('after one of them, where EC2 has no instances for another', () => {
    expect(started(short, 300)).toEqual(['nodeGroup/desktops']);
  });

  it('after none that is to be empty, and not while no Linux node has come', () => {
    const empty = target('spare', { sizes: asleep.sizes });
    const groups = [found('batch', none), found('spare', asleep), found('desktops', asleep)];
    const targets = [target('batch'), empty, target('desktops')];
    expect(started(groups, 300, { ...plan, targets })).toEqual([]);
    expect(started(groups, 2700, { ...plan, targets })).toBe('Incomplete');
    expect(reportOf({ ...plan, targets }, groups, {}, 'shop').missing.at(-1)).toEqual({
      name: 'desktops',
      reasons: ['its sizes are 0 of 0-4 and not 1 of 1-4', 'it comes up once a Linux group has its nodes'],
    });
  });
});
