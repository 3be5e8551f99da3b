import { describe, expect, it } from '@jest/globals';
import { decideScaling } from '../../../domain/scale/decide-scaling.ts';
import type { ScalingRequest } from '../../../domain/scale/request.ts';
import { group, seen } from './seen.fixtures.ts';

const other = { ...group, key: 'nodeGroup/own', name: 'own' };
/** Both groups were left as `own` still is; somebody has changed `web` since. */
const changed = seen(
  {},
  {
    groups: [{ ...group, sizes: { minSize: 1, desiredSize: 3, maxSize: 4 } }, other],
    left: {
      operationId: 'o0',
      at: '2026-11-24T12:00:00Z',
      groups: { [group.key]: group.sizes, [other.key]: other.sizes },
    },
  },
);
const firing = (nodeGroups: string[]): ScalingRequest => ({
  action: 'resize',
  groups: [{ select: { nodeGroups }, minSize: 2 }],
  schedule: { fleet: 'retail', entry: 'noon', scheduledAt: '2026-11-25T12:00:00Z' },
});
const REASON = 'somebody has changed it to 3 of 1-4 since operation o0 left it at 2 of 1-4';

describe('a firing that finds a group as somebody has changed it', () => {
  it('leaves it alone, and resizes the others', () => {
    expect(decideScaling(firing(['web', 'own']), changed)).toMatchObject({
      outcome: 'Planned',
      plan: { targets: [{ name: 'own' }], leftAlone: [{ name: 'web', reason: REASON }] },
    });
  });

  it('takes what it had asked for, and came late, for its own', () => {
    const asked = { minSize: 1, desiredSize: 3, maxSize: 4 };
    const left = {
      operationId: 'o0',
      at: '2026-11-24T12:00:00Z',
      groups: { [group.key]: { ...group.sizes, asked } },
    };
    expect(decideScaling(firing(['web']), { ...changed, left })).toMatchObject({
      outcome: 'Planned',
      plan: { targets: [{ name: 'web' }], leftAlone: [] },
    });
  });

  it('is skipped where that is all that it would resize', () => {
    expect(decideScaling(firing(['web']), changed)).toEqual({ outcome: 'Skipped', reason: `web: ${REASON}` });
  });

  it('resizes it where its entry overrides manual changes', () => {
    expect(decideScaling({ ...firing(['web']), overridesManualChanges: true }, changed)).toMatchObject({
      outcome: 'Planned',
      plan: { targets: [{ name: 'web' }], leftAlone: [] },
    });
  });
});
