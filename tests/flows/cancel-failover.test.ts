import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { ADDRESSES, fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';
import { hookRole, machine, machineArn } from './failover-hooks.fixtures.ts';

const { simulate } = deployedFleet({ seed: 43, regions: [W, P, S], keepCalls: true, seam: 'direct' });
type Report = Awaited<ReturnType<typeof simulate>>;

const fence = { selfFencing: { leaseSeconds: 60 } };
const standing = (more: object, ...machines: readonly Step[]): readonly Step[] =>
  [
    ...laid,
    ...machines,
    { applyFleet: fleetWith(planOf({ fence, ...more })).value },
    { wait: 2700 },
    { clients: { name: 'shop.example.com', requestsPerSecond: 100, retries: 0 } },
  ] as never;
const lost = (forSeconds: number): Step => ({ fault: { kind: 'region-down', region: P, forSeconds } });
const asked = (followForSeconds: number): Step =>
  ({ failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' }, followForSeconds }) as never;
const cancelled = (more: object = {}): Step =>
  ({
    cancelFailover: {
      plan: 'shop',
      region: S,
      regions: [P, S, W],
      by: 'ann',
      holdSeconds: 3600,
      reason: 'a false alarm',
      ...more,
    },
  }) as never;
const told = (report: Report, fact: string) =>
  (report.calls ?? [])
    .flatMap(({ input }) => (input as { Entries?: { DetailType: string; Detail: string }[] }).Entries ?? [])
    .filter(({ DetailType }) => DetailType === fact)
    .map(({ Detail }) => JSON.parse(Detail));
const moves = ({ operations }: Report) => operations.filter(({ kind }) => kind === 'failover');
const servedAtLast = ({ clients = [] }: Report) => clients[0]?.timeline.at(-1)?.answeredBy;

describe('a move that a person takes back', () => {
  it('ends as skipped with who and why, and the primary serves on', async () => {
    const report = await simulate([...standing({}), asked(20), cancelled(), { wait: 1200 }]);
    const reason = expect.stringMatching(/ann took the move back at .*: a false alarm$/);
    expect(moves(report)).toMatchObject([{ outcome: 'Skipped', reason }]);
    expect(told(report, 'FailoverSkipped')).toMatchObject([{ plan: 'shop', reason }]);
    expect(report.invariants.violated).toEqual([]);
    expect(servedAtLast(report)).toEqual({ [ADDRESSES[P]]: 1 });
  });

  it('is not made again by observers who still see the primary fail, until the time is over', async () => {
    const report = await simulate([
      ...standing({ mode: 'automatic' }),
      lost(2400),
      { wait: 100 },
      cancelled({ holdSeconds: 900 }),
      { wait: 2600 },
    ]);
    expect(moves(report).map(({ outcome }) => outcome)).toEqual(['Skipped', 'Succeeded']);
    const why = expect.stringContaining('ann took its last move back (a false alarm)');
    expect(told(report, 'FailoverAsked')).toEqual(
      expect.arrayContaining([expect.objectContaining({ plan: 'shop', why })]),
    );
    // It has its turn again after the quarter of an hour.
    expect(report.failovers.at(-1)?.detectedAfterSeconds).toBeGreaterThan(900);
    expect(servedAtLast(report)).toEqual({ [ADDRESSES[S]]: 1 });
  });

  it.each([67, 68])(
    'has one end, whichever comes first of fence and person, %i s after it was asked for',
    async (seconds) => {
      const report = await simulate([
        ...standing({}),
        lost(900),
        asked(seconds),
        cancelled({ maybe: true }),
        { wait: 1200 },
      ]);
      const [{ outcome } = { outcome: 'none' }] = moves(report);
      const serves = outcome === 'Skipped' ? P : S;
      expect(report.invariants.violated).toEqual([]);
      expect(servedAtLast(report)).toEqual({ [ADDRESSES[serves]]: 1 });
    },
  );

  it('ends while a fence of the user’s runs, and does not wait for it', async () => {
    const step = { name: 'revoke', stateMachineArn: machineArn('revoke'), timeout: '20m' };
    const report = await simulate([
      hookRole,
      ...standing(
        { fence: { standbySide: step } },
        machine('revoke', { Type: 'Wait', Seconds: 900, End: true }),
      ),
      asked(30),
      cancelled(),
      { wait: 60 },
      { expect: { operation: { kind: 'failover', outcome: 'Skipped' } } } as never,
    ]);
    expect(report.awsCalls['states:StartExecution']?.count).toBe(1);
    expect(report.invariants.violated).toEqual([]);
  });

  it('is not found where nothing is under way', async () => {
    const report = await simulate([...standing({}), asked(300), cancelled({ maybe: true }), { wait: 60 }]);
    expect(moves(report)).toMatchObject([{ outcome: 'Succeeded' }]);
    expect(servedAtLast(report)).toEqual({ [ADDRESSES[S]]: 1 });
  });
});
