import { describe, expect, it } from '@jest/globals';
import { controlPlanePerHour, instancePerHour } from '../../../domain/prices.ts';
import {
  avoidedCosts,
  controlPlaneCost,
  extendedSupportPerMonth,
  stillBilled,
} from '../../../domain/scale/outcome/savings.ts';

const perHour = instancePerHour('m6i.large') as number;

describe('what was not spent on nodes', () => {
  it('is told by month of UTC, with the hours of types that have no price', () => {
    const nodes = [
      { instanceType: 'm6i.large', count: 3 },
      { instanceType: 'z9.large', count: 1 },
    ];
    // Four hours in one month, and all of the next but its last day.
    expect(avoidedCosts(nodes, '2026-12-31T20:00:00Z', '2027-01-31T00:00:00Z')).toEqual([
      { month: '2026-12', nodeHours: 16, usd: expect.closeTo(12 * perHour, 2), nodeHoursWithoutPrice: 4 },
      {
        month: '2027-01',
        nodeHours: 2880,
        usd: expect.closeTo(2160 * perHour, 2),
        nodeHoursWithoutPrice: 720,
      },
    ]);
  });

  it('is rounded to tenths of hours and to cents', () => {
    const [avoided] = avoidedCosts(
      [{ instanceType: 'm6i.large', count: 1 }],
      '2026-12-01T00:00:00Z',
      '2026-12-01T00:50:00Z',
    );
    expect(avoided).toEqual({
      month: '2026-12',
      nodeHours: 0.8,
      usd: Math.round((perHour * 100 * 5) / 6) / 100,
      nodeHoursWithoutPrice: 0,
    });
  });

  it('is nothing without nodes, or without time', () => {
    expect(avoidedCosts([], '2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z')).toEqual([]);
    const nodes = [{ instanceType: 'm6i.large', count: 1 }];
    expect(avoidedCosts(nodes, '2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z')).toEqual([]);
  });
});

it('a control plane costs more in extended support, and a sleep says how much of it that is', () => {
  const standard = controlPlaneCost('1.35', '2026-12-01');
  expect(standard).toEqual({
    kubernetesVersion: '1.35',
    isExtendedSupport: false,
    usdPerMonth: controlPlanePerHour.standard * 730,
  });
  expect(stillBilled(standard)).toBe(
    `the control plane is still billed: about ${standard.usdPerMonth} USD a month`,
  );
  const extended = controlPlaneCost('1.32', '2026-12-01');
  expect(extended).toEqual({
    kubernetesVersion: '1.32',
    isExtendedSupport: true,
    usdPerMonth: controlPlanePerHour.extended * 730,
  });
  expect(extendedSupportPerMonth).toBe(extended.usdPerMonth - standard.usdPerMonth);
  expect(stillBilled(extended)).toBe(
    `the control plane is still billed: about ${extended.usdPerMonth} USD a month, of which ${extendedSupportPerMonth} USD are for extended support of Kubernetes 1.32`,
  );
});
