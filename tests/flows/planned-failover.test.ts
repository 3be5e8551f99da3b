import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';

const { simulate } = deployedFleet({ seed: 43, regions: [W, P, S], keepCalls: true, seam: 'direct' });

const alarmIn = (region: string): Step =>
  ({ alarm: { name: 'shop-lag', region, state: 'OK', afterSeconds: 0 } }) as never;
const lagIn = (region: string, value: number, forSeconds: number, afterSeconds = 0): Step =>
  ({
    metric: {
      ...{ region, namespace: 'Application', name: 'shop-lag', value, unit: 'Seconds' },
      ...{ forSeconds, afterSeconds },
    },
  }) as never;
const moves = (to: 'standby' | 'primary', followForSeconds: number): Step =>
  ({
    failover: { plan: 'shop', region: to === 'standby' ? S : P, to, planned: true, reason: 'practice' },
    followForSeconds,
  }) as never;
const by = { plan: 'shop', region: S, regions: [P, S, W], by: 'ann', reason: 'carts are cheap' };

/** A planned move of a plan whose writers stop by themselves, and whose data is measured. */
const planned = (lag: object, ...then: readonly Step[]) =>
  simulate([
    ...laid,
    alarmIn(S),
    {
      applyFleet: fleetWith(
        planOf({
          ...{ rpo: '30s', lag: { alarm: 'shop-lag', ...lag }, soak: '1m' },
          fence: { selfFencing: { leaseSeconds: 10 } },
        }),
      ).value,
    } as never,
    { wait: 2700 },
    ...then,
  ]);
type Report = Awaited<ReturnType<typeof planned>>;

const told = (report: Report, fact: string) =>
  (report.calls ?? [])
    .flatMap(({ input }) => (input as { Entries?: { DetailType: string; Detail: string }[] }).Entries ?? [])
    .filter(({ DetailType }) => DetailType === fact)
    .map(({ Detail }) => JSON.parse(Detail));
const fenceOf = ({ failovers }: Report, move = 0) =>
  failovers[move]?.phases.find(({ name }) => name === 'fence')?.seconds ?? 0;

describe('a planned move', () => {
  it('moves once the data has caught up with writers that have stopped, and asks nobody', async () => {
    const report = await planned({}, lagIn(S, 900, 300), lagIn(S, 4, 600, 300), moves('standby', 900));
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    expect(fenceOf(report)).toBeGreaterThan(290);
    expect(fenceOf(report)).toBeLessThan(480);
    expect(told(report, 'FailoverAsked')).toEqual([]);
    expect(told(report, 'FailedOver')).toMatchObject([{ planned: true, notes: [] }]);
  });

  it('asks once where the data does not come, and goes on by a person’s word alone', async () => {
    const report = await planned(
      { waitFor: '2m' },
      lagIn(S, 900, 3600),
      moves('standby', 900),
      { acceptDataLoss: by } as never,
      { wait: 600 },
    );
    expect(told(report, 'FailoverAsked')).toMatchObject([
      {
        why: expect.stringMatching(/waits for the data .*: its lag was 900 Seconds/),
        command: expect.stringContaining('eks-fleet failover shop --accept-data-loss'),
      },
    ]);
    expect(fenceOf(report)).toBeGreaterThan(850);
    expect(told(report, 'FailedOver')).toMatchObject([
      { notes: [expect.stringMatching(/before its data had caught up, as ann said .*900 Seconds/)] },
    ]);
  });

  it('is taken back while it waits, and leaves the primary serving', async () => {
    const report = await planned(
      { waitFor: '2m' },
      moves('standby', 300),
      { cancelFailover: { ...by, holdSeconds: 3600 } } as never,
      { wait: 600 },
    );
    expect(told(report, 'FailoverAsked')).toMatchObject([
      { why: expect.stringContaining('no value since the writers stopped') },
    ]);
    expect(report.operations.filter(({ kind }) => kind === 'failover')).toMatchObject([
      { outcome: 'Skipped', reason: expect.stringContaining('ann took the move back') },
    ]);
    expect(told(report, 'FailedOver')).toEqual([]);
  });

  it('waits on its way back for the data of the primary, by the alarm of the same name there', async () => {
    const report = await planned(
      {},
      ...[alarmIn(P), lagIn(S, 0, 900), moves('standby', 900), { wait: 300 } as Step],
      ...[lagIn(P, 900, 300), lagIn(P, 1, 600, 300), moves('primary', 900)],
    );
    expect(told(report, 'FailedOver')).toMatchObject([
      { to: 'standby', notes: [] },
      { to: 'primary', notes: [] },
    ]);
    expect(fenceOf(report, 1)).toBeGreaterThan(290);
    expect(told(report, 'FailoverAsked')).toEqual([]);
  });
});
