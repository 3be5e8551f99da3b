import { describe, expect, it } from '@jest/globals';
import { decideSupportEnd, toldMark } from '../../../domain/support/support-end.ts';

const cluster = {
  name: 'web',
  region: 'us-west-2',
  arn: 'arn:aws:eks:us-west-2:111122223333:cluster/web',
} as const;
// 1.35 is in standard support until 2027-03-27 and in extended support until 2028-03-27.
const asked = (today: string, told?: string, supportType: 'STANDARD' | 'EXTENDED' = 'EXTENDED') =>
  decideSupportEnd({ cluster, version: '1.35', supportType, today }, told);

describe('the end of support', () => {
  it.each([
    ['2026-12-26', undefined],
    ['2026-12-27', { withinDays: 90, daysLeft: 90, support: 'standard' }],
    ['2027-01-26', { withinDays: 60, daysLeft: 60 }],
    ['2027-03-01', { withinDays: 30, daysLeft: 26 }],
    ['2027-03-27', { withinDays: 7, daysLeft: 0, support: 'standard' }],
    ['2027-03-28', undefined],
    ['2028-03-21', { withinDays: 7, daysLeft: 6, support: 'extended', endsOn: '2028-03-27' }],
    ['2028-03-28', undefined],
  ])('is told on %s as %j', (today, expected) => {
    if (expected === undefined) expect(asked(today)).toBeUndefined();
    else expect(asked(today)).toMatchObject(expected);
  });

  it('is told once for each number of days, also of a look that comes late', () => {
    const first = asked('2027-01-20');
    expect(first?.withinDays).toBe(90);
    const told = first && toldMark(first);
    expect(asked('2027-01-21', told)).toBeUndefined();
    expect(asked('2027-03-01', told)).toMatchObject({ withinDays: 30 });
  });

  it('is told anew of another version', () => {
    expect(asked('2027-03-22', '1.34/standard/7')).toMatchObject({ withinDays: 7 });
  });

  it('says what it costs, or that EKS upgrades by itself', () => {
    expect(asked('2027-03-22')).toMatchObject({
      afterwards: 'extended support begins, at 365 USD a month more',
      usdPerMonthMore: 365,
    });
    for (const end of [asked('2027-03-22', undefined, 'STANDARD'), asked('2028-03-22')]) {
      expect(end?.afterwards).toBe('EKS upgrades the control plane by itself, at any time after');
      expect(end).not.toHaveProperty('usdPerMonthMore');
    }
  });

  it('is not told of a version that nobody knows', () => {
    expect(
      decideSupportEnd({ cluster, version: '1.99', supportType: 'EXTENDED', today: '2027-01-01' }, undefined),
    ).toBeUndefined();
  });
});
