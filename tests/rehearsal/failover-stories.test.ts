import { describe, expect, it } from '@jest/globals';
import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import { parseFleet } from '../../domain/policy/parse.ts';
import type { Drawn } from '../../rehearsal/campaign/draw.ts';
import {
  drawDrills,
  drawFailovers,
  drawLostPrimary,
  drawPilotLight,
} from '../../rehearsal/campaign/failovers/draw.ts';
import { hookSecondsIn, planIn } from '../../rehearsal/campaign/failovers/read-back.ts';
import { drillStories } from '../../rehearsal/campaign/tables/drill-stories.ts';
import { failoverStories } from '../../rehearsal/campaign/tables/failover-stories.ts';
import { RtoTally } from '../../scripts/campaign/rto.ts';

const SEEDS = Array.from({ length: 300 }, (_, index) => index + 1);
const NOW = '2026-11-24T08:00:00Z';
const draws = { drawFailovers, drawDrills, drawLostPrimary, drawPilotLight };
const membersOf = ({ steps }: Drawn): readonly string[] =>
  steps.flatMap((step) => Object.keys(step)[0] ?? []);

describe.each(Object.entries(draws))('a story by %s', (_name, draw) => {
  it('is the same whenever it is drawn', () => {
    for (const seed of SEEDS.slice(0, 20)) expect(draw(seed)).toEqual(draw(seed));
  });

  it('has documents that are accepted', () => {
    for (const seed of SEEDS) {
      const { documents, steps } = draw(seed);
      const fleets = steps.flatMap((step) => ('applyFleet' in step ? [step.applyFleet] : []));
      const problems = [
        ...fleets.map((fleet) => parseFleet(fleet, 'fleet', { now: NOW }).problems),
        ...documents.map(
          ({ source, value }) => parseClusterConfig(value, source, { today: NOW.slice(0, 10) }).problems,
        ),
      ].flatMap((found) => found ?? []);
      expect(problems).toEqual([]);
      expect(fleets).toHaveLength(1);
    }
  });
});

describe('a story of failovers', () => {
  it('ends with time in which nothing goes wrong, and a plan that has come to rest', () => {
    for (const seed of SEEDS)
      expect(membersOf(drawFailovers(seed)).slice(-4)).toEqual(['recover', 'goOn', 'wait', 'expect']);
  });

  it('is of every row of its table', () => {
    const drawn = new Set(SEEDS.flatMap((seed) => drawFailovers(seed).drawn ?? []));
    expect(drawn.size).toBe(failoverStories.rows.length);
    const drills = new Set(SEEDS.flatMap((seed) => drawDrills(seed).drawn ?? []));
    expect(drills.size).toBe(drillStories.rows.length);
  });

  it('is of a plan that has drills where it is about these, and of no other', () => {
    const plans = (draw: typeof drawDrills) => new Set(SEEDS.map((seed) => planIn(draw(seed))?.drill));
    expect([...plans(drawDrills)]).toEqual(['monthly']);
    expect([...plans(drawFailovers)]).toEqual([undefined]);
  });

  it('is of both modes, both kinds of fences, warm standbys and pilot lights', () => {
    const plans = SEEDS.map((seed) => planIn(drawFailovers(seed)));
    expect(new Set(plans.map((plan) => plan?.mode)).size).toBe(2);
    expect(new Set(plans.map((plan) => Object.keys(plan?.fence ?? { none: 1 })[0])).size).toBe(3);
  });
});

describe('the RTO of a lost primary', () => {
  const at = (time: string) => Date.parse(`2026-11-24T09:00:${time}Z`);
  const drawnWith = (leaseSeconds: number | undefined): Drawn => {
    const found = SEEDS.map(drawLostPrimary).find((drawn) => {
      const fence = planIn(drawn)?.fence;
      return (fence && 'selfFencing' in fence ? fence.selfFencing.leaseSeconds : undefined) === leaseSeconds;
    });
    return found as Drawn;
  };
  const reported = (rtoSeconds: number) =>
    ({
      clients: [{ incidents: [{ firstFailedAtMs: at('04'), rtoSeconds }] }],
      turns: [{ plan: 'shop', side: 'standby', epoch: 2, saidAtMs: 1000, ledAtMs: 8000 }],
    }) as unknown as Parameters<RtoTally['add']>[2];

  it('is held against slots, lease, checkers and TTL, whatever the product says', () => {
    const tally = new RtoTally({ mostSeconds: 126, hasFloor: true });
    // 6 s to the slot that fails first, 50 s to the sixth, 3 s to its time-out; 15 s; 7 s; 29.7 s: 110.7 s, and 15.5 s more.
    tally.add(1, drawnWith(10), reported(126));
    tally.add(2, drawnWith(10), reported(127));
    expect(tally.summary.text).toContain('its floor: p50 110.7 s, p99 110.7 s');
    expect(tally.summary.text).toContain('by more than 5 % and 10 s: 1 of 2 seeds (2: 127.0 s)');
    expect(tally.summary.text).toContain('longer than 126 s: 1 of 2 seeds');
    expect(tally.summary.isMet).toBe(false);
  });

  it('leaves out steps of the user’s, and names seeds that are not served again', () => {
    const drawn = drawnWith(undefined);
    const tally = new RtoTally({ mostSeconds: 126, hasFloor: true });
    tally.add(1, drawn, reported(100 + hookSecondsIn(drawn)));
    tally.add(2, drawn, { clients: [], turns: [] } as unknown as Parameters<RtoTally['add']>[2]);
    expect(hookSecondsIn(drawn)).toBeGreaterThan(0);
    expect(tally.summary.text).toContain('RTO, hooks left out: p50 100.0 s');
    expect(tally.summary.text).toContain('not served again: 1 seeds (2)');
    expect(tally.summary.isMet).toBe(false);
  });
});
