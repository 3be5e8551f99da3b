import { describe, expect, it } from '@jest/globals';
import { decideScaling } from '../../../domain/scale/decide-scaling.ts';
import type { Sizes } from '../../../domain/scale/groups/sizes.ts';
import type { Memory } from '../../../domain/scale/memory/memory.ts';
import type { ScalingRequest } from '../../../domain/scale/request.ts';
import { group, resizePlan, seen } from './seen.fixtures.ts';

type Three = readonly [minSize: number, desiredSize: number, maxSize: number];
const sizesOf = ([minSize, desiredSize, maxSize]: Three): Sizes => ({ minSize, desiredSize, maxSize });
const groupOf = (name: string, sizes: Three) => ({
  ...group,
  key: `nodeGroup/${name}`,
  name,
  sizes: sizesOf(sizes),
});
const schedule = { fleet: 'retail', entry: 'nights', scheduledAt: '2026-11-24T20:00:00Z' };
const resize = (desiredCapacity: number | string, nodeGroups: string[] = ['web']): ScalingRequest => ({
  action: 'resize',
  groups: [{ select: { nodeGroups }, desiredCapacity, minSize: 0 }],
});

it('a resize brings a group from its sizes to others, with what it is and what runs in it', () => {
  const instance = {
    instanceId: 'i-1',
    instanceType: 'm6i.large',
    zone: 'a',
    state: 'InService',
    isHealthy: true,
  };
  const windows = {
    ...groupOf('web', [1, 2, 4]),
    kind: 'selfManaged' as const,
    isWindows: true,
    instances: [instance],
  };
  const target = {
    key: 'nodeGroup/web',
    kind: 'selfManaged',
    name: 'web',
    isWindows: true,
    before: sizesOf([1, 2, 4]),
    sizes: sizesOf([0, 3, 4]),
    reach: 'exact',
    nodes: [{ instanceType: 'm6i.large', count: 1 }],
  };
  expect(decideScaling(resize(3), seen({}, { groups: [windows] }))).toHaveProperty('plan.targets', [target]);
  const tags = { 'k8s.io/cluster-autoscaler/enabled': 'true' };
  expect(decideScaling(resize(3), seen({}, { groups: [{ ...windows, tags }] }))).toMatchObject({
    plan: {
      targets: [{ ...target, sizes: sizesOf([0, 2, 4]), reach: 'bounds' }],
      notes: ['an autoscaler owns the number of nodes of web: only its bounds were moved'],
    },
  });
});

describe('a resize of a cluster that sleeps', () => {
  const formers = [{ until: '2026-11-25T20:00:00Z', sizes: sizesOf([1, 1, 4]) }];
  const nodes = [{ instanceType: 'm6i.large', count: 2 }];
  const memory: Memory = {
    operationId: 'asleep',
    capturedAt: '2026-11-24T19:00:00Z',
    groups: [
      { key: 'nodeGroup/web', name: 'web', sizes: sizesOf([1, 2, 4]), formers, nodes },
      { key: 'nodeGroup/batch', name: 'batch', sizes: sizesOf([1, 3, 4]), formers, nodes },
    ],
  };
  const groups = [groupOf('web', [0, 0, 4]), groupOf('batch', [0, 0, 4]), groupOf('new', [0, 1, 4])];
  const asleep = seen({}, { memory, groups });
  const resized = (name: string, sizes: Three, rest: object = { nodes }) => ({
    key: `nodeGroup/${name}`,
    name,
    sizes: sizesOf(sizes),
    formers: [],
    ...rest,
  });

  it('changes what it will wake to, counting from that, of the groups that it is of', () => {
    expect(decideScaling(resize('+1'), asleep)).toMatchObject({
      outcome: 'Planned',
      plan: {
        targets: [],
        memory: {
          do: 'replace',
          memory: { ...memory, groups: [resized('web', [0, 3, 4]), memory.groups[1]] },
          changed: [{ name: 'web', before: sizesOf([1, 2, 4]), after: sizesOf([0, 3, 4]) }],
        },
        notes: ['shop is hibernating: these are the sizes that it will wake to'],
      },
    });
  });

  it('takes in a group that has come since', () => {
    expect(decideScaling(resize(2, ['new', 'batch']), asleep)).toHaveProperty('plan.memory.memory.groups', [
      memory.groups[0],
      resized('batch', [0, 2, 4]),
      resized('new', [0, 2, 4], { nodes: [] }),
    ]);
  });

  it('is refused for what it would be refused for awake', () => {
    expect(decideScaling(resize('+3'), asleep)).toMatchObject({
      outcome: 'Refused',
      problems: [{ path: 'detail.groups[0].desiredCapacity', message: expect.stringContaining('found 5') }],
    });
  });

  it('is refused for a time, at the path of that', () => {
    expect(decideScaling({ ...resize(3), until: '2026-11-25T20:00:00Z' } as ScalingRequest, asleep)).toEqual({
      outcome: 'Refused',
      problems: [
        { path: 'detail.until', message: expect.stringContaining('shop is hibernating: wake it first') },
      ],
    });
  });
});

describe('a sleep of a cluster that sleeps already, where a person has raised a group since', () => {
  const memory: Memory = { operationId: 'asleep', capturedAt: '2026-11-24T19:00:00Z', groups: [] };
  const left = {
    operationId: 'asleep',
    at: memory.capturedAt,
    groups: { 'nodeGroup/web': sizesOf([0, 0, 4]) },
  };
  const raised = { groups: [groupOf('web', [0, 1, 4]), groupOf('batch', [0, 0, 4])], left };
  const sleep: ScalingRequest = { action: 'hibernate' };
  it.each<[string, ScalingRequest, boolean, readonly string[]]>([
    ['leaves that group alone, and no other, where a schedule asks', { ...sleep, schedule }, true, ['web']],
    ['goes over it where its entry says so', { ...sleep, schedule, overridesManualChanges: true }, true, []],
    ['goes over it where a person asks', sleep, true, []],
    ['captures it, where the cluster is awake', { ...sleep, schedule }, false, []],
  ])('%s', (_what, request, isAsleep, alone) => {
    const found = decideScaling(request, seen({}, { ...raised, memory: isAsleep ? memory : undefined }));
    const plan = found.outcome === 'Planned' ? found.plan : undefined;
    expect(plan?.leftAlone.map(({ name }) => name)).toEqual(alone);
    expect(plan?.targets.map(({ name }) => name)).toEqual(
      ['web', 'batch'].filter((name) => !alone.includes(name)),
    );
  });
});

describe('a standby on whose nodes a failover plan counts', () => {
  const floor = { plan: 'shop', nodes: 2 };
  const says = (has: number) => `web would have ${has} nodes, and failover plan shop counts on 2`;
  it.each<[string, ScalingRequest, Three, string | undefined]>([
    ['is not brought below them', resize(1), [1, 3, 4], says(1)],
    ['is not put to sleep', { action: 'hibernate' }, [1, 3, 4], says(0)],
    ['may be brought to them', resize(2), [1, 3, 4], undefined],
    ['may come nearer to them from below', resize(1), [0, 0, 4], undefined],
    [
      'may stay below them while its bounds move',
      { action: 'resize', groups: [{ select: { all: true }, maxSize: 6 }] },
      [0, 1, 4],
      undefined,
    ],
  ])('%s', (_what, request, sizes, reason) => {
    const groups = [groupOf('other', [1, 4, 4]), groupOf('web', sizes)];
    const found = decideScaling(
      { ...request, floor },
      seen({}, { groups: groups.slice(request.action === 'hibernate' ? 1 : 0) }),
    );
    expect(found).toMatchObject(
      reason === undefined ? { outcome: 'Planned' } : { outcome: 'Skipped', reason },
    );
  });
});

describe('a cluster without node groups', () => {
  const computeConfig = { enabled: true };
  it.each([
    ['says so', {}, ''],
    [
      'says who starts its nodes',
      { provisioned: { computeConfig } },
      ': Auto Mode starts and ends nodes by itself',
    ],
    [
      'says what runs its pods',
      { hasFargateProfiles: true, provisioned: { computeConfig } },
      ': Fargate starts a pod at a time, and bills what runs; Auto Mode starts and ends nodes by itself',
    ],
  ])('%s when it is to be resized', (_what, over, why) => {
    const message = `there is nothing to scale: shop has no node groups${why}`;
    expect(decideScaling(resize(1), seen({}, over))).toEqual({
      outcome: 'Refused',
      problems: [{ path: '', message }],
    });
    expect(decideScaling({ ...resize(1), schedule }, seen({}, over))).toEqual({
      outcome: 'Skipped',
      reason: message,
    });
  });

  it('is awake again at the end of its sleep, though all that slept is gone', () => {
    const memory: Memory = {
      operationId: 'o0',
      capturedAt: '2026-11-24T19:00:00Z',
      groups: [{ key: 'nodeGroup/web', name: 'web', sizes: sizesOf([1, 2, 4]), nodes: [] }],
    };
    const plan = { ...resizePlan(sizesOf([1, 2, 4]), sizesOf([0, 0, 4])), action: 'hibernate' as const };
    const ends: ScalingRequest = { action: 'return', operationId: 'o0' };
    expect(decideScaling(ends, seen({}, { memory, ended: { operationId: 'o0', plan } }))).toMatchObject({
      plan: { targets: [], memory: { do: 'forget' }, notes: ['web is gone since the cluster fell asleep'] },
    });
  });
});
