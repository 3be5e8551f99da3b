import { describe, expect, it } from '@jest/globals';
import type { Sizes } from '../../../domain/scale/groups/sizes.ts';
import { goBack } from '../../../domain/scale/until/go-back.ts';
import { group, resizePlan, seen } from './seen.fixtures.ts';

const BEFORE: Sizes = { minSize: 1, desiredSize: 2, maxSize: 4 };
const GROWN: Sizes = { minSize: 3, desiredSize: 3, maxSize: 6 };

/** The plan of the resize that made the group larger for a time. */
const plan = resizePlan(BEFORE, GROWN);

/** The end of that time, while the cluster sleeps with these sizes to wake to. */
const endedAsleep = (sizes: Sizes, tags: Readonly<Record<string, string>> = {}) =>
  goBack(
    { action: 'return', operationId: 'grown' },
    seen(
      {},
      {
        groups: [{ ...group, sizes: { minSize: 0, desiredSize: 0, maxSize: 6 }, tags }],
        memory: {
          operationId: 'asleep',
          capturedAt: '2026-11-24T19:00:00Z',
          groups: [{ key: group.key, name: 'web', sizes, nodes: [] }],
        },
        ended: { operationId: 'grown', plan },
      },
    ),
  );

describe('the end of larger sizes, once the cluster has fallen asleep,', () => {
  it('changes what the cluster will wake to', () => {
    expect(endedAsleep(GROWN)).toMatchObject({
      outcome: 'Planned',
      plan: {
        targets: [],
        memory: { do: 'replace', changed: [{ name: 'web', before: GROWN, after: BEFORE }] },
      },
    });
  });

  it('is skipped with the reason where somebody has changed the sizes in between', () => {
    expect(endedAsleep({ minSize: 2, desiredSize: 5, maxSize: 9 })).toEqual({
      outcome: 'Skipped',
      reason: 'web: it will wake to 5 of 2-9 and no longer to 3 of 3-6, which was to end now',
    });
  });

  it('takes the bounds back where an autoscaler had moved the number of nodes within them', () => {
    const tags = { 'k8s.io/cluster-autoscaler/enabled': 'true' };
    const before = { ...GROWN, desiredSize: 5 };
    expect(endedAsleep(before, tags)).toMatchObject({
      plan: { memory: { changed: [{ name: 'web', before, after: { ...BEFORE, desiredSize: 4 } }] } },
    });
  });
});

it('is skipped for what it is where the operation that ends had left every group alone', () => {
  const ended = { operationId: 'grown', plan: { ...plan, targets: [] } };
  expect(goBack({ action: 'return', operationId: 'grown' }, seen({}, { groups: [group], ended }))).toEqual({
    outcome: 'Skipped',
    reason: 'operation grown, which was to end now, changed no sizes of shop',
  });
});

describe('the end of larger sizes, of a cluster that is awake,', () => {
  const request = { action: 'return', operationId: 'grown' } as const;
  const until = '2026-11-24T20:00:00Z';
  const left = (operationId: string) => ({
    operationId,
    at: '2026-11-24T12:00:00Z',
    groups: { [group.key]: { ...GROWN, operationId } },
  });
  const ended = (over: Partial<Parameters<typeof resizePlan>[2]> = {}) => ({
    operationId: 'grown',
    plan: { ...resizePlan(BEFORE, GROWN, over), until },
  });
  const grown = { ...group, sizes: GROWN };
  const batch = { ...group, key: 'nodeGroup/batch', name: 'batch' };

  it('brings back the sizes, by the exact number of nodes', () => {
    const back = goBack(request, seen({}, { groups: [batch, grown], left: left('grown'), ended: ended() }));
    expect(back).toMatchObject({
      outcome: 'Planned',
      plan: { targets: [{ name: 'web', before: GROWN, sizes: BEFORE, reach: 'exact' }], leftAlone: [] },
    });
  });

  it('brings back the bounds alone where an autoscaler owns the number', () => {
    const tags = { 'k8s.io/cluster-autoscaler/enabled': 'true' };
    const moved = { ...grown, tags, sizes: { ...GROWN, desiredSize: 5 } };
    expect(goBack(request, seen({}, { groups: [moved], left: left('grown'), ended: ended() }))).toMatchObject(
      {
        plan: { targets: [{ sizes: { ...BEFORE, desiredSize: 4 }, reach: 'bounds' }] },
      },
    );
  });

  it('is skipped where every group was changed since, each with its own reason', () => {
    const byHand = { minSize: 2, desiredSize: 5, maxSize: 9 };
    const both = {
      ...ended(),
      plan: {
        ...ended().plan,
        targets: [
          ...ended().plan.targets,
          ...resizePlan(BEFORE, GROWN, { key: batch.key, name: 'batch' }).targets,
        ],
      },
    };
    const groups = [
      { ...group, sizes: byHand },
      { ...batch, sizes: byHand },
    ];
    expect(goBack(request, seen({}, { groups, ended: both }))).toEqual({
      outcome: 'Skipped',
      reason:
        'web: it is at 5 of 2-9 and no longer at 3 of 3-6, which was to end now; batch: it is at 5 of 2-9 and no longer at 3 of 3-6, which was to end now',
    });
  });

  it('is skipped where another operation wants the same sizes for longer', () => {
    const longer = { ...resizePlan(GROWN, GROWN), until: '2026-11-24T23:00:00Z' };
    const last = new Map([['longer', longer]]);
    expect(
      goBack(request, seen({}, { groups: [grown], left: left('longer'), ended: ended(), last })),
    ).toEqual({
      outcome: 'Skipped',
      reason:
        'web: it is at 3 of 3-6, which another operation has asked for since; operation longer has left it so',
    });
  });

  it('is skipped where the groups are gone', () => {
    expect(goBack(request, seen({}, { groups: [batch], ended: ended() }))).toEqual({
      outcome: 'Skipped',
      reason: 'its node groups are gone',
    });
  });

  it('is skipped where the sleep that ends is another', () => {
    const slept = {
      operationId: 'slept',
      plan: { ...resizePlan(BEFORE, GROWN), action: 'hibernate' as const },
    };
    expect(
      goBack({ action: 'return', operationId: 'slept' }, seen({}, { groups: [group], ended: slept })),
    ).toEqual({
      outcome: 'Skipped',
      reason: 'shop no longer sleeps as operation slept put it to sleep',
    });
  });
});

it('the end of larger sizes says of a sleeping cluster that it goes on sleeping', () => {
  expect(endedAsleep(GROWN)).toMatchObject({
    plan: { notes: ['shop is hibernating: these are the sizes that it will wake to'], leftAlone: [] },
  });
});
