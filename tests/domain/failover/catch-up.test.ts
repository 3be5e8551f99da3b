import { describe, expect, it } from '@jest/globals';
import {
  type BehindLook,
  behindBy,
  catchUpSeconds,
  decideBehind,
  decideLoss,
  openBehind,
  waitsForData,
  writersNote,
} from '../../../domain/failover/catch-up.ts';
import type { MovePlan } from '../../../domain/failover/move.ts';
import type { LagSample, SeenLag } from '../../../domain/ports/lags.ts';
import { guard } from './fixtures.ts';

const STOPPED = '2026-12-02T10:00:30.000Z';
const sample = (minute: number, seconds: number | undefined, said = `${seconds} Seconds`): LagSample => ({
  from: `2026-12-02T10:0${minute}:00.000Z`,
  ...{ seconds, said },
});
const read = (...samples: readonly LagSample[]): SeenLag => ({ is: 'read', samples });

describe('data of a side that is to serve', () => {
  it.each([
    ['has caught up by a lag of 0 since the writers stopped', read(sample(1, 0))],
    ['has caught up by a lag that ends behind the last write', read(sample(1, 30))],
    ['has caught up by any sample, whatever comes later', read(sample(1, 0), sample(2, 400))],
  ])('%s', (_what, seen) => {
    expect(behindBy(seen, STOPPED)).toBeUndefined();
  });

  it.each([
    [
      'by a lag that reaches back before the last write',
      read(sample(1, 31)),
      '31 Seconds at 2026-12-02T10:01',
    ],
    ['by a lag of 0 while they still wrote', read(sample(0, 0)), '0 Seconds'],
    ['by a number without a unit of time', read(sample(1, undefined, '3 Count')), '3 Count'],
    ['by its newest lag', read(sample(2, 700), sample(1, 500)), '700 Seconds'],
    ['where nothing was measured since', read(), 'no value since the writers stopped'],
    ['where nothing can be read', { is: 'unread', why: 'there is no alarm' } as const, 'there is no alarm'],
    ['where CloudWatch is silent', undefined, 'does not answer'],
  ])('is behind %s', (_what, seen, why) => {
    expect(behindBy(seen, STOPPED)).toContain(why);
  });

  it('is waited for by planned moves alone, of plans that measure it, for as long as they say', () => {
    const move = (planned: boolean, plan: object) => ({ planned, plan }) as unknown as MovePlan;
    const lag = { alarm: 'shop-lag' };
    expect([move(true, { lag }), move(false, { lag }), move(true, {})].map(waitsForData)).toEqual([
      ...[true, false, false],
    ]);
    expect([catchUpSeconds({ lag }), catchUpSeconds({ lag: { ...lag, waitFor: '2m' } })]).toEqual([600, 120]);
  });

  it('is not known to be all of it where no fence stops the writers', () => {
    expect(writersNote({})).toEqual([expect.stringContaining('no fence')]);
    expect(writersNote({ fence: { selfFencing: { leaseSeconds: 10 } } })).toEqual([]);
  });
});

const why = 'its lag was 31 Seconds';
const at = '2026-12-02T10:05:00.000Z';
const told = { epoch: 5, at: '2026-12-02T10:04:30.000Z', since: STOPPED, why, isAsked: false };
const accepted = { epoch: 5, at, by: 'ann', reason: 'carts are cheap' };
const look = (more: Partial<BehindLook>): BehindLook => ({
  ...{ why, at, elapsedSeconds: 60, epoch: 5, told: undefined, accepted: undefined, ...more },
});

describe('a planned move whose data is behind', () => {
  it.each<[string, Partial<BehindLook>, string]>([
    ['tells it at once', {}, 'tell'],
    ['tells it anew by who goes on with it', { told: { ...told, epoch: 4, isAsked: true } }, 'tell'],
    ['waits between two words', { told }, 'wait'],
    ['tells it each minute', { told: { ...told, at: '2026-12-02T10:04:00.000Z' } }, 'tell'],
    ['asks after the time that the plan says', { told, elapsedSeconds: 600 }, 'ask'],
    ['asks once', { told: { ...told, isAsked: true }, elapsedSeconds: 9000 }, 'wait'],
    ['goes on where a person says so', { told, accepted }, 'goOn'],
    ['does not go on by a word about another move', { told, accepted: { ...accepted, epoch: 4 } }, 'wait'],
  ])('%s', (_what, more, what) => {
    expect(decideBehind(600, look(more)).do).toBe(what);
  });

  it('says who let it go on without its data, and without how much', () => {
    expect(decideBehind(600, look({ accepted }))).toMatchObject({
      note: `it went on before its data had caught up, as ann said at ${at} (carts are cheap): ${why}`,
    });
  });

  it('is open while it waits before its fence is up, and nobody has answered', () => {
    const held = { ...guard, owner: 'standby' as const, epoch: 5, moving: 'fencing' as const };
    expect(openBehind(held, told, undefined)).toBe(told);
    expect(openBehind(held, told, { ...accepted, epoch: 4 })).toBe(told);
    expect([
      openBehind({ ...held, moving: 'fenced' }, told, undefined),
      openBehind({ ...held, epoch: 6 }, told, undefined),
      openBehind(held, told, accepted),
      openBehind(held, undefined, undefined),
    ]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('takes a person’s word until its fence is up, and once', () => {
    const { epoch: _, ...given } = accepted;
    const held = { ...guard, owner: 'standby' as const, epoch: 5, moving: 'fencing' as const };
    expect(decideLoss(held, undefined, given)).toEqual({ do: 'write', acceptance: accepted });
    expect(decideLoss(held, accepted, given)).toMatchObject({ do: 'nothing' });
    expect(decideLoss({ ...held, moving: 'fenced' }, undefined, given)).toMatchObject({ do: 'refuse' });
    expect(decideLoss(guard, undefined, given)).toMatchObject({ do: 'refuse', why: 'no move is under way' });
  });
});
