import { describe, expect, it } from '@jest/globals';
import type { ScalableGroup } from '../../../domain/scale/groups/group.ts';
import type { Sizes } from '../../../domain/scale/groups/sizes.ts';
import type { SeenInside } from '../../../domain/scale/inside/inside.ts';
import type { Provisioning } from '../../../domain/scale/inside/provisioning.ts';
import { decideScalingProgress } from '../../../domain/scale/outcome/progress.ts';
import type { GroupTarget, ScalingPlan } from '../../../domain/scale/plan.ts';
import { group, pool, resizePlan } from './seen.fixtures.ts';

const ASLEEP: Sizes = { minSize: 0, desiredSize: 0, maxSize: 4 };
const AWAKE: Sizes = { minSize: 1, desiredSize: 2, maxSize: 4 };
const [TARGET] = resizePlan(ASLEEP, AWAKE).targets as [GroupTarget];

const node = (id: string) => ({
  instanceId: id,
  instanceType: 'm6i.large',
  zone: 'us-west-2a',
  state: 'InService',
  isHealthy: true,
});
const web = (status: 'asleep' | 'UPDATING' | 'up'): ScalableGroup => ({
  ...group,
  status: status === 'UPDATING' ? 'UPDATING' : 'ACTIVE',
  sizes: status === 'asleep' ? ASLEEP : AWAKE,
  instances: status === 'up' ? [node('i-1'), node('i-2')] : [],
});
const windows = { ...group, key: 'nodeGroup/win', name: 'win', isWindows: true, sizes: ASLEEP };

const provisioning: Provisioning = {
  builtIn: { nodePools: ['general-purpose'], nodeRoleArn: 'arn:aws:iam::111122223333:role/nodes' },
  nodePools: [{ name: 'default', limits: null }],
  nodes: [],
};
const since = '2026-11-25T06:00:00Z';
const planned = (action: ScalingPlan['action'], over: Partial<ScalingPlan> = {}): ScalingPlan => ({
  ...resizePlan(ASLEEP, AWAKE),
  action,
  targets: [TARGET, { ...TARGET, key: windows.key, name: windows.name, isWindows: true }],
  ...over,
});

const progressOf = (
  plan: ScalingPlan,
  groups: readonly ScalableGroup[],
  inside: SeenInside = {},
  elapsedSeconds = 0,
) => {
  const found = decideScalingProgress(plan, groups, inside, 'shop', { elapsedSeconds, spread: 0 });
  return found.outcome === 'Waiting' ? found.start.map(({ key }) => key) : found.outcome;
};

describe('the order of a wake', () => {
  const stopped: SeenInside = {
    nodePools: [pool('default', { limits: { cpu: '0' } })],
    cluster: { status: 'ACTIVE', computeConfig: { enabled: true, nodePools: [] } },
  };
  const starts = planned('wake', { provisioning: { do: 'start', since, provisioning } });

  it('begins with the groups that controllers run on, then starts what starts nodes, and is over with Windows', () => {
    expect(progressOf(starts, [web('asleep'), windows], stopped)).toEqual(['nodeGroup/web']);
    expect(progressOf(starts, [web('UPDATING'), windows], stopped)).toEqual([
      'nodePool/default',
      'builtInPools',
    ]);
    const started: SeenInside = {
      nodePools: [pool('default')],
      cluster: { status: 'ACTIVE', computeConfig: { enabled: true, nodePools: ['general-purpose'] } },
    };
    expect(progressOf(starts, [web('up'), windows], started)).toEqual(['nodeGroup/win']);
    const up = { ...windows, sizes: AWAKE, instances: [node('i-3'), node('i-4')] };
    expect(progressOf(starts, [web('up'), up], started)).toBe('Done');
  });

  it('has Linux before Windows also at the end of an until; sizes that a person asks for begin at once', () => {
    expect(progressOf(planned('return'), [web('asleep'), windows])).toEqual(['nodeGroup/web']);
    expect(progressOf(planned('resize'), [web('asleep'), windows])).toEqual([
      'nodeGroup/web',
      'nodeGroup/win',
    ]);
  });
});

it('groups go to sleep when no node is left that no group has: what drains those runs on them', () => {
  const stops = planned('hibernate', {
    targets: [{ ...TARGET, before: AWAKE, sizes: ASLEEP }],
    provisioning: { do: 'stop', since, provisioning: { nodePools: [], nodes: [] } },
  });
  expect(progressOf(stops, [web('up')], { nodeClaims: [], instances: 1 })).toEqual([]);
  expect(progressOf(stops, [web('up')], { nodeClaims: [], instances: 0 })).toEqual(['nodeGroup/web']);
});

it('a scaling is incomplete at its deadline, unless there is something that has not begun', () => {
  const plan = resizePlan(ASLEEP, AWAKE);
  const late = plan.deadlineSeconds;
  expect(progressOf(plan, [web('UPDATING')], {}, late - 1)).toEqual([]);
  expect(progressOf(plan, [web('UPDATING')], {}, late)).toBe('Incomplete');
  expect(progressOf(plan, [web('asleep')], {}, late)).toEqual(['nodeGroup/web']);
  expect(progressOf(plan, [web('up')], {}, late)).toBe('Done');
});
