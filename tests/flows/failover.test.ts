import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { ADDRESSES, fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';

const { simulate } = deployedFleet({ seed: 31, regions: [W, P, S], keepCalls: true, seam: 'direct' });

/** Both sides are up, the plan is prepared, and clients ask for the name that moves. */
const standing = (more: object = {}): readonly Step[] =>
  [
    ...laid,
    { applyFleet: fleetWith(planOf(more)).value },
    { wait: 600 },
    { clients: { name: 'shop.example.com', requestsPerSecond: 100, retries: 0 } },
    { wait: 120 },
  ] as never;
const lost = (forSeconds: number): Step => ({
  fault: { kind: 'region-down', region: P, forSeconds },
});
const asked = (to: 'standby' | 'primary', more: object = {}): Step =>
  ({
    failover: { plan: 'shop', region: to === 'standby' ? S : P, to, reason: 'a test', ...more },
  }) as never;

describe('a failover that a person asks for', () => {
  it('moves traffic to the standby while the primary is lost, and says how long each phase took', async () => {
    const report = await simulate([
      ...standing(),
      lost(1800),
      { wait: 20 },
      asked('standby'),
      { wait: 2100 },
    ]);
    expect(report.failovers).toMatchObject([
      { plan: 'shop', to: 'standby', epoch: 2, outcome: 'Succeeded', planned: false },
    ]);
    const [move] = report.failovers;
    expect(move?.detectedAfterSeconds).toBeGreaterThan(15);
    // The question came after 20 s; a check's interval, its publication and a TTL are at most 52 s.
    expect(move?.rtoSeconds).toBeLessThan(20 + 10 + 52);
    expect(move?.phases.map(({ name }) => name)).toEqual(['claim', 'fence', 'capacity', 'traffic', 'verify']);
    // The primary is back after an hour, and nothing goes back by itself.
    const { timeline = [] } = report.clients?.[0] ?? {};
    expect(timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[S]]: 1 });
  });

  it('comes back to the primary by a planned way back alone, and not before the standby has soaked', async () => {
    const report = await simulate([
      ...standing({ soak: '1h' }),
      ...[lost(600), asked('standby'), { wait: 900 } as Step],
      asked('primary'),
      asked('primary', { planned: true }),
      { wait: 3600 },
      asked('primary', { planned: true }),
      { wait: 300 },
    ]);
    expect(report.refused.map(({ path }) => path)).toEqual(['detail.planned', 'detail.to']);
    expect(report.failovers).toMatchObject([
      { to: 'standby', epoch: 2, outcome: 'Succeeded' },
      { to: 'primary', epoch: 3, outcome: 'Succeeded', planned: true },
    ]);
    expect(report.clients?.[0]?.timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[P]]: 1 });
    // Planned: both sides serve, and nobody notices.
    expect(report.clients?.[0]?.incidents).toHaveLength(1);
  });

  it('waits for the writers of the other side to stop by themselves', async () => {
    const fence = { selfFencing: { leaseSeconds: 60 } };
    const report = await simulate([...standing({ fence }), lost(900), asked('standby'), { wait: 900 }]);
    const fenced = report.failovers[0]?.phases.find(({ name }) => name === 'fence');
    expect(fenced?.seconds).toBeGreaterThanOrEqual(65);
    expect(fenced?.seconds).toBeLessThan(70);
  });

  it('raises the standby to what the plan wants before traffic comes, and on at its floor', async () => {
    const capacity = { floorPercent: 60, nodeGroups: { web: 5 } };
    const report = await simulate([...standing({ capacity }), lost(1800), asked('standby'), { wait: 1500 }]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    const phases = Object.fromEntries(
      (report.failovers[0]?.phases ?? []).map(({ name, seconds }) => [name, seconds]),
    );
    // Three of five nodes are the floor, and one has to start.
    expect(phases.capacity).toBeGreaterThan(20);
    expect(report.awsCalls['eks:UpdateNodegroupConfig']?.count).toBe(1);
  });

  it('moves by the word of the standby alone where the witness is lost as well', async () => {
    const witnessLost: Step = {
      fault: { kind: 'service-down', region: W, service: 's3', forSeconds: 1800 },
    } as never;
    const report = await simulate([...standing(), lost(1800), witnessLost, asked('standby'), { wait: 2400 }]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    expect(report.failovers[0]?.rtoSeconds).toBeLessThan(90);
  });

  it('does nothing where the standby serves already', async () => {
    const report = await simulate([
      ...[...standing(), lost(600), asked('standby'), { wait: 900 } as Step],
      asked('standby'),
    ]);
    expect(report.failovers).toHaveLength(1);
    expect(report.operations.at(-1)).toMatchObject({ kind: 'failover', outcome: 'Skipped' });
  });
});

const automatic = { mode: 'automatic', fence: { selfFencing: { leaseSeconds: 10 } } };

describe('a failover that nobody asks for', () => {
  it('moves traffic by itself once two regions see the primary and its region fail', async () => {
    const report = await simulate([...standing(automatic), lost(1800), { wait: 2700 }]);
    expect(report.failovers).toMatchObject([
      { plan: 'shop', to: 'standby', epoch: 2, outcome: 'Succeeded', planned: false },
    ]);
    const [move] = report.failovers;
    // Six slots of ten seconds, the newest of which the observers have just written.
    expect(move?.detectedAfterSeconds).toBeGreaterThan(45);
    expect(move?.detectedAfterSeconds).toBeLessThan(75);
    expect(report.clients?.[0]?.timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[S]]: 1 });
  });

  it('moves although the clocks of the standby are ahead, and those of the witness behind', async () => {
    const stepped = (region: string, seconds: number): Step =>
      ({ fault: { kind: 'clock-step', region, seconds, forSeconds: 1800 } }) as Step;
    const clocks = [stepped(S, 90), { wait: 45 }, stepped(W, -100), { wait: 120 }];
    const report = await simulate([...standing(automatic), ...clocks, lost(1800), { wait: 2700 }]);
    expect(report.failovers).toMatchObject([{ plan: 'shop', to: 'standby', epoch: 2, outcome: 'Succeeded' }]);
    // By the time of the world, whatever clocks said.
    expect(report.failovers[0]?.detectedAfterSeconds).toBeGreaterThan(45);
  });

  it.each([
    ['a blip of 43 seconds', [lost(43), { wait: 600 }]],
    [
      'the loss of the witness',
      [{ fault: { kind: 'region-down', region: W, forSeconds: 600 } }, { wait: 900 }],
    ],
  ] as const)('does not come of %s', async (_what, steps) => {
    const report = await simulate([...standing(automatic), ...(steps as unknown as Step[])]);
    expect(report.failovers).toEqual([]);
  });
});
