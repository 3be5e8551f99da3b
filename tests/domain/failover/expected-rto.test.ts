import { describe, expect, it } from '@jest/globals';
import { expectedRto } from '../../../domain/failover/expected-rto.ts';
import { shopPlan } from './preparation/plan.ts';

const phases = (...seconds: readonly number[]) => seconds.map((one, at) => ({ name: `${at}`, seconds: one }));

describe('the expected time of a failover', () => {
  it('is the bound of a plan that has not moved yet', () => {
    // Six slots, the lease, a check, its publication, the TTL.
    expect(expectedRto(shopPlan(), undefined)).toEqual({ seconds: 140, by: 'bound', isBeyond: false });
  });

  it('is what the last move took, with the failing slots before it and the TTL after it', () => {
    expect(expectedRto(shopPlan(), phases(30, 0.2, 44, 1, 12))).toEqual({
      ...{ seconds: 60 + 30 + 88, by: 'recorded', isBeyond: false },
    });
  });

  it('is beyond the objective where it is more, and not where it is as much', () => {
    expect(expectedRto(shopPlan(), phases(210)).isBeyond).toBe(false);
    expect(expectedRto(shopPlan(), phases(210.1)).isBeyond).toBe(true);
  });
});
