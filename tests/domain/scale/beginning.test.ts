import { describe, expect, it } from '@jest/globals';
import type { ScalableGroup } from '../../../domain/scale/groups/group.ts';
import { decideBeginning, LOOKS_FIRST } from '../../../domain/scale/outcome/progress.ts';
import type { GroupTarget, ScalingPlan } from '../../../domain/scale/plan.ts';
import { group } from './seen.fixtures.ts';

const target = (name: string, over: Partial<GroupTarget> = {}): GroupTarget => ({
  key: `nodeGroup/${name}`,
  kind: 'managed',
  name,
  isWindows: false,
  before: { minSize: 0, desiredSize: 0, maxSize: 4 },
  sizes: { minSize: 1, desiredSize: 2, maxSize: 4 },
  reach: 'exact',
  nodes: [],
  ...over,
});
const asleep = (name: string, over: Partial<ScalableGroup> = {}): ScalableGroup => ({
  ...group,
  key: `nodeGroup/${name}`,
  name,
  sizes: { minSize: 0, desiredSize: 0, maxSize: 4 },
  ...over,
});
const beginning = (
  targets: readonly GroupTarget[],
  groups: readonly ScalableGroup[],
  over: Partial<ScalingPlan> = {},
) => {
  const plan: ScalingPlan = {
    action: 'wake',
    targets,
    leftAlone: [],
    notes: [],
    deadlineSeconds: 1800,
    controlPlane: { kubernetesVersion: '1.35', isExtendedSupport: false, usdPerMonth: 73 },
    ...over,
  };
  return decideBeginning(plan, groups, 'shop', { elapsedSeconds: 0, spread: 0 });
};

describe('what a scaling begins with', () => {
  it('is every group, where each may be changed by what was seen for the plan', () => {
    expect(beginning([target('db'), target('web')], [asleep('db'), asleep('web')])).toEqual({
      outcome: 'Waiting',
      waitSeconds: 110,
      start: [
        { task: 'resize-node-group', key: 'nodeGroup/db' },
        { task: 'resize-node-group', key: 'nodeGroup/web' },
      ],
      ready: [],
    });
  });

  it('is every other group, where one is empty and stays so', () => {
    const sizes = { minSize: 0, desiredSize: 0, maxSize: 4 };
    const found = beginning([target('db'), target('spare', { sizes })], [asleep('db'), asleep('spare')]);
    expect(found.start).toEqual([{ task: 'resize-node-group', key: 'nodeGroup/db' }]);
  });

  it.each<[string, ReturnType<typeof beginning>]>([
    ['there is none to change', beginning([], [])],
    ['one has its sizes: its nodes may not be Ready', beginning([target('web')], [group])],
    ['one is being changed', beginning([target('web')], [asleep('web', { status: 'UPDATING' })])],
    ['one is gone', beginning([target('web')], [])],
    [
      'one has to wait for another',
      beginning([target('db'), target('win', { isWindows: true })], [asleep('db'), asleep('win')]),
    ],
    [
      'nodes are about to change that no group has',
      beginning([target('web')], [asleep('web')], {
        provisioning: { do: 'start', since: '', provisioning: { nodePools: [] } } as never,
      }),
    ],
  ])('is a look, where %s', (_where, found) => {
    expect(found).toEqual(LOOKS_FIRST);
  });
});
