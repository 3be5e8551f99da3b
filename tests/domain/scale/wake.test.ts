import { describe, expect, it } from '@jest/globals';
import { decideScaling } from '../../../domain/scale/decide-scaling.ts';
import type { Sizes } from '../../../domain/scale/groups/sizes.ts';
import type { Memory } from '../../../domain/scale/memory/memory.ts';
import type { ScalingPlan } from '../../../domain/scale/plan.ts';
import type { ScalingRequest } from '../../../domain/scale/request.ts';
import type { SeenForScaling } from '../../../domain/scale/seen.ts';
import { configOf } from '../desired/fixtures.ts';
import { group, seen } from './seen.fixtures.ts';

const ASLEEP: Sizes = { minSize: 0, desiredSize: 0, maxSize: 4 };
const AWAKE: Sizes = { minSize: 1, desiredSize: 2, maxSize: 4 };
const OTHER: Sizes = { minSize: 2, desiredSize: 3, maxSize: 5 };
const written = ({ minSize, desiredSize, maxSize }: Sizes, name = 'web') => ({
  managedNodeGroups: [{ name, minSize, desiredCapacity: desiredSize, maxSize }],
});
const web = { ...group, sizes: ASLEEP };
const formers = [{ until: '2026-11-25T20:00:00Z', sizes: OTHER }];
const remembered = { key: group.key, name: 'web', sizes: AWAKE, formers, document: AWAKE, nodes: [] };
const memory: Memory = { operationId: 'o0', capturedAt: '2026-11-24T19:00:00Z', groups: [remembered] };
const schedule = { fleet: 'retail', entry: 'days', scheduledAt: '2026-11-25T06:00:00Z' };

const wake = (over: Partial<SeenForScaling> = {}, request: object = {}): ScalingPlan => {
  const at = seen({}, { groups: [web], config: configOf(written(AWAKE)), memory, ...over });
  const found = decideScaling({ action: 'wake', ...request } as ScalingRequest, at);
  if (found.outcome !== 'Planned') throw new Error(JSON.stringify(found));
  return found.plan;
};
const target = {
  key: group.key,
  kind: 'managed',
  name: 'web',
  isWindows: false,
  before: ASLEEP,
  formers,
  sizes: AWAKE,
  reach: 'exact',
  nodes: [],
};

describe('a wake', () => {
  it('brings each group back to what is remembered of it, and forgets that when it is there', () => {
    expect(wake()).toMatchObject({
      targets: [target],
      leftAlone: [],
      notes: [],
      memory: { do: 'forget', memory },
    });
  });

  it.each<[string, Partial<SeenForScaling>, object, readonly string[]]>([
    [
      'to the document where that has changed, and says so',
      { config: configOf(written(OTHER)) },
      { sizes: OTHER, formers: [] },
      ['the document has changed the sizes of web: it wakes to 3 of 2-5, not to 2 of 1-4 as before'],
    ],
    [
      'to what it was where the document had not named it when it fell asleep',
      {
        config: configOf(written(OTHER)),
        memory: { ...memory, groups: [{ key: group.key, name: 'web', sizes: AWAKE, formers, nodes: [] }] },
      },
      {},
      [],
    ],
    ['to what it was where the document names it no more', { config: configOf() }, {}, []],
    [
      'to the document where it has come since',
      { memory: { ...memory, groups: [] } },
      { formers: [] },
      ["web is new: it gets the document's sizes"],
    ],
    [
      'until it has any node, where an autoscaler does the rest',
      { groups: [{ ...web, tags: { 'k8s.io/cluster-autoscaler/enabled': 'true' } }] },
      { reach: 'started' },
      [],
    ],
    [
      'with what it is',
      { groups: [{ ...web, kind: 'selfManaged', isWindows: true }] },
      { kind: 'selfManaged', isWindows: true },
      [],
    ],
  ])('brings a group back %s', (_what, over, expected, notes) => {
    expect(wake(over)).toMatchObject({ targets: [{ ...target, ...expected }], notes });
  });

  it('leaves a group as it is of which nobody knows what it was', () => {
    expect(wake({ memory: { ...memory, groups: [] }, config: configOf() })).toMatchObject({
      targets: [],
      notes: [],
    });
  });

  it('ends the sleep also where all that slept is gone, and says what', () => {
    expect(wake({ groups: [] })).toMatchObject({
      targets: [],
      memory: { do: 'forget' },
      notes: ['web is gone since the cluster fell asleep'],
    });
  });

  it('starts what starts nodes, where anything did', () => {
    const provisioning = { nodePools: [{ name: 'default', limits: null }], nodes: [] };
    const starts = { do: 'start', since: '2026-11-24T20:00:00Z', provisioning };
    expect(wake({ memory: { ...memory, provisioning } }).provisioning).toEqual(starts);
    expect(wake()).not.toHaveProperty('provisioning');
  });

  it.each<[string, object, boolean]>([
    ['leaves alone what a person has raised since, where a schedule asks', { schedule }, true],
    ['brings it back where its entry says so', { schedule, overridesManualChanges: true }, false],
    ['brings it back where a person asks', {}, false],
  ])('%s', (_what, request, isLeft) => {
    const left = { operationId: 'o0', at: memory.capturedAt, groups: { [group.key]: ASLEEP } };
    const groups = [{ ...web, sizes: { ...ASLEEP, desiredSize: 1 } }];
    const { targets, leftAlone } = wake({ groups, left }, request);
    expect(targets.map(({ name }) => name)).toEqual(isLeft ? [] : ['web']);
    const reason = 'somebody has changed it to 1 of 0-4 since operation o0 left it at 0 of 0-4';
    expect(leftAlone).toEqual(isLeft ? [{ name: 'web', reason }] : []);
  });

  it('of a cluster that does not sleep is refused, and skipped where a schedule asks', () => {
    const reason = 'shop is not hibernating: no sizes of before are known to wake it to';
    const message = `${reason}; give its groups sizes by name instead`;
    const awake = seen({}, { groups: [group] });
    expect(decideScaling({ action: 'wake' }, awake)).toEqual({
      outcome: 'Refused',
      problems: [{ path: 'detail.action', message }],
    });
    expect(decideScaling({ action: 'wake', schedule }, awake)).toEqual({ outcome: 'Skipped', reason });
  });

  it.each([
    ['half an hour', {}, {}, 1800],
    [
      'three quarters of one with Windows nodes',
      { groups: [web, { ...web, key: 'nodeGroup/win', isWindows: true }] },
      {},
      2700,
    ],
    ['as its entry says', { groups: [{ ...web, isWindows: true }] }, { deadlineSeconds: 60 }, 60],
  ])('may take %s', (_what, over, request, seconds) => {
    const groups = [remembered, { ...remembered, key: 'nodeGroup/win' }];
    expect(wake({ memory: { ...memory, groups }, ...over }, request).deadlineSeconds).toBe(seconds);
  });
});
