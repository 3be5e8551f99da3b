import { describe, expect, it } from '@jest/globals';
import { lagAlarms, lagOf } from '../../../domain/failover/lag.ts';

const plan = { rpo: '30s', lag: { alarm: 'shop-lag' } };
const alarm = (state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', name = 'shop-lag') => [
  { name, state, since: '2026-12-02T00:00:00Z' },
];

describe('how far the data of a standby is behind', () => {
  it.each([
    ['within, by an alarm that is OK', alarm('OK'), 'within'],
    ['beyond, by an alarm in ALARM', alarm('ALARM'), 'beyond'],
    ['not known without data', alarm('INSUFFICIENT_DATA'), 'unknown'],
    ['not known by an alarm that is not there', alarm('OK', 'other'), 'unknown'],
    ['not known where CloudWatch does not answer', undefined, 'unknown'],
  ] as const)('is %s', (_what, states, lag) => {
    expect(lagOf(plan, states)).toBe(lag);
  });

  it('does not matter to a plan that wants nothing of it', () => {
    expect([lagOf({}, undefined), lagAlarms({}), lagAlarms(plan)]).toEqual([undefined, [], ['shop-lag']]);
  });
});
