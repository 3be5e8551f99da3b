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
