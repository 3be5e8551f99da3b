import { describe, expect, it } from '@jest/globals';
import { moveIn, newestMove, rtoWarnings } from '../../../domain/failover/last-move.ts';
import type { OperationRecord } from '../../../domain/operation/record.ts';
import { shopPlan } from './preparation/plan.ts';

/** A failover whose traffic took so long, in seconds from the question; on a day of December. */
const moved = (day: number, seconds: number, more: object = {}): OperationRecord => {
  const at = Date.parse(`2026-12-0${day}T10:00:00.000Z`);
  const times = Object.fromEntries(
    ['claimedAt', 'fencedAt', 'readyAt', 'movedAt', 'servedAt'].map((name) => [
      name,
      new Date(at + (name === 'servedAt' ? seconds * 1000 : 0)).toISOString(),
    ]),
  );
  const plan = { plan: shopPlan(), to: 'standby', planned: false, raisedAt: new Date(at).toISOString() };
  return { kind: 'failover', plan: { ...plan, ...more }, report: { times } } as unknown as OperationRecord;
};
const plan = { ...shopPlan(), rto: '5m' };

describe('the newest failover of a plan', () => {
  it('is the last that began, of this plan', () => {
    const others = moved(5, 10, { plan: { ...shopPlan(), name: 'other' } });
    expect(newestMove([moved(2, 10), moved(3, 20), others, moved(1, 30)], 'shop')?.at).toBe(
      '2026-12-03T10:00:00.000Z',
    );
  });

  it.each([
    ['a planned one', moved(1, 10, { planned: true })],
    ['a way back', moved(1, 10, { to: 'primary' })],
    ['one that came to no end', { ...moved(1, 10), report: {} } as OperationRecord],
    ['another operation', { ...moved(1, 10), kind: 'drill' } as OperationRecord],
  ])('is not %s', (_what, record) => {
    expect(moveIn(record, 'shop')).toBeUndefined();
  });

  it('is a warning where the next one would take longer than rto as it went', () => {
    expect(rtoWarnings(plan, newestMove([moved(3, 400), moved(2, 1)], 'shop'))).toEqual([
      expect.stringMatching(/^its last failover, at 2026-12-03T10:00:00.000Z, took \d+ s .*, and rto is 5m$/),
    ]);
  });

  it('is none where it was quick enough, whatever those before took, or where there is none', () => {
    expect(rtoWarnings(plan, newestMove([moved(3, 1), moved(2, 400)], 'shop'))).toEqual([]);
    expect(rtoWarnings(plan, newestMove([], 'shop'))).toEqual([]);
  });
});
