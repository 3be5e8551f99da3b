import { describe, expect, it } from '@jest/globals';
import { staysAfterCancel } from '../../../domain/upgrade/after-cancel.ts';
import type { StepTaken, UpgradeReport } from '../../../domain/upgrade/report.ts';
import type { StepKind } from '../../../domain/upgrade/steps.ts';

const AT = '2026-12-01T10:00:00Z';
const step = (kind: StepKind, to: string, isOver: boolean, way = ''): StepTaken => ({
  ...{ key: `${way}${to}/${kind}`, kind, to, beganAt: AT },
  ...(isOver ? { endedAt: AT } : {}),
});
const stays = (steps: readonly StepTaken[], more: Partial<UpgradeReport> = {}) =>
  staysAfterCancel({ report: { steps, version: '1.35', ...more } });

describe('what a canceled upgrade leaves as it is', () => {
  it('is nothing before its first change', () => {
    const nothing = ['nothing of the cluster has been changed yet'];
    expect(staysAfterCancel({})).toEqual(nothing);
    expect(stays([step('check', '1.35', true), step('hookBefore', '1.35', true)])).toEqual(nothing);
  });

  it('is all that it has done, by the last minor that each came to, and until when that can be taken back', () => {
    const steps = [
      step('addonsBefore', '1.35', true),
      step('controlPlane', '1.35', true),
      step('soak', '1.35', true),
      step('nodes', '1.35', true),
      step('fargate', '1.35', true),
      step('controlPlane', '1.36', true),
      step('addonsAfter', '1.36', true),
      step('verify', '1.36', false),
    ];
    expect(stays(steps, { canGoBackUntil: AT })).toEqual([
      'add-ons stay at their versions for 1.36',
      'the control plane stays at 1.36',
      'nodes that have moved stay at 1.35',
      'pods on Fargate that were made anew stay at 1.35',
      `it can be rolled back until ${AT}, when asked for`,
    ]);
  });

  it.each<[StepKind, RegExp]>([
    ['controlPlane', /brings the control plane to 1\.35: that cannot be stopped/],
    ['nodes', /have begun go on to their end: nodes of them come to 1\.35/],
    ['addonsBefore', /has begun of them goes on/],
    ['hookAfterNodes', /goes on to its end: it is yours/],
  ])('is what goes on to its end in the step %s', (kind, words) => {
    expect(stays([step(kind, '1.35', false)])).toEqual([expect.stringMatching(words)]);
  });

  it('is the way back, which nobody stops', () => {
    const back = ['it goes back already, which is not stopped'];
    expect(stays([step('controlPlane', '1.34', false, 'back/')])).toEqual(back);
    const turnedBack = { at: AT, reason: 'alarm slo' };
    expect(stays([step('soak', '1.35', false)], { turnedBack })).toEqual(back);
  });
});
