import { describe, expect, it } from '@jest/globals';
import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import { parseFleet } from '../../domain/policy/parse.ts';
import { drawMonth } from '../../rehearsal/campaign/month.ts';

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

describe('a month that a seed draws', () => {
  it('is the same whenever it is drawn', () => {
    for (const seed of SEEDS.slice(0, 20)) expect(drawMonth(seed)).toEqual(drawMonth(seed));
  });

  it('has documents that are accepted when it begins', () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const { documents, steps, startAt = '' } = drawMonth(seed);
      const fleets = steps.flatMap((step) => ('applyFleet' in step ? [step.applyFleet] : []));
      const problems = [
        ...fleets.map((fleet) => parseFleet(fleet, 'fleet', { now: startAt }).problems),
        ...documents.map(
          ({ source, value }) => parseClusterConfig(value, source, { today: startAt.slice(0, 10) }).problems,
        ),
      ].flatMap((found) => found ?? []);
      expect(problems).toEqual([]);
      expect(fleets).toHaveLength(1);
    }
  });

  it('samples faults only once clusters are watched, and ends with days on which nothing goes wrong', () => {
    for (const seed of SEEDS) {
      const names = drawMonth(seed).steps.flatMap((step) => Object.keys(step)[0] ?? []);
      expect(names).toEqual([
        'apply',
        'applyFleet',
        'watch',
        'sampleFaults',
        'wait',
        'convergeWithinSeconds',
        'wait',
      ]);
    }
  });

  it('draws every zone, number of clusters and kind of fault', () => {
    const drawn = SEEDS.map(drawMonth);
    expect(new Set(drawn.map(({ regions }) => regions.join())).size).toBe(3);
    expect(new Set(drawn.map(({ documents }) => documents.length))).toEqual(new Set([1, 2]));
    const kinds = ['throttling', 'lostReplies', 'lostResults', 'duplicateEvents', 'shortages'] as const;
    for (const kind of kinds) expect(drawn.some(({ faultRates }) => faultRates[kind] > 0)).toBe(true);
  });
});
