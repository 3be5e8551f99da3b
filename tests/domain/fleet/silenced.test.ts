import { describe, expect, it } from '@jest/globals';
import { describeSilenced } from '../../../domain/fleet/checks/silenced.ts';
import { planFleet } from '../../../domain/fleet/fleet-plan.ts';
import { clusterOf, fleetOf, HOME, NOW, OFFICE, SALE } from '../policy/documents.ts';

const clusters = ['web', 'shop'].map((name) => clusterOf(name, { env: 'dev', tier: 'web', team: name }));

const said = (spec: Parameters<typeof fleetOf>[0]) =>
  planFleet({ name: 'retail', home: HOME }, fleetOf(spec), {
    stage: 'prod',
    nowMs: Date.parse(NOW),
    stored: undefined,
    all: [],
    clusters,
    existing: new Map(),
  }).silenced.map(describeSilenced);

const only = { select: { team: 'web' }, priority: 5 };

describe('a plan tells of entries that do nothing on clusters which they select', () => {
  it('where another entry of higher priority says when the cluster is awake, or scales the same groups then', () => {
    const sleep = [
      { ...OFFICE, name: 'a' },
      { ...OFFICE, name: 'b', ...only },
    ];
    const scale = [
      { ...SALE, name: 'c', priority: 1 },
      { ...SALE, name: 'd', ...only },
    ];
    expect(said({ sleep, scale })).toEqual([
      'spec.sleep[0]: a does nothing on web in us-east-1, where b has the higher priority and governs alone: both say when it is awake',
      expect.stringMatching(
        /^spec\.scale\[0\]: c does nothing on web in us-east-1, where d .* both change the same groups at one time/,
      ),
    ]);
  });

  it('once for all of these clusters', () => {
    expect(said({ sleep: [OFFICE, { ...OFFICE, name: 'all', select: {}, priority: 1 }] })).toEqual([
      expect.stringMatching(/^spec\.sleep\[0\]: office-hours does nothing on web in us-east-1 and 1 more, /),
    ]);
  });

  it('and of none where they act at other times, or on other clusters', () => {
    const noon = { ...SALE, name: 'noon', at: 'cron(0 12 ? * MON *)', priority: 5 };
    const other = { ...OFFICE, select: { team: 'web' } };
    const another = { ...OFFICE, name: 'another', select: { team: 'shop' }, priority: 5 };
    expect(said({ sleep: [other, another], scale: [SALE, noon] })).toEqual([]);
  });
});
