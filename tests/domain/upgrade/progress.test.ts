import { describe, expect, it } from '@jest/globals';
import type { UpgradePlan } from '../../../domain/upgrade/plan.ts';
import { type RecordedUpgrade, upgradeInWords, upgradeProgress } from '../../../domain/upgrade/progress.ts';
import type { UpgradeReport } from '../../../domain/upgrade/report.ts';
import type { UpgradeRequest } from '../../../domain/upgrade/request.ts';
import { type StepKind, stepKind } from '../../../domain/upgrade/steps.ts';

const request = { action: 'upgrade', to: '1.36', soakMinutes: 90 } as unknown as UpgradeRequest;
const group = { name: 'batch', leftBehind: 'no image was given', isWindows: false };
const plan = {
  from: '1.34',
  to: '1.36',
  hops: [{ to: '1.36', nodeGroups: [group], autoScalingGroups: [] }],
  former: { nodeGroups: {} },
} as unknown as UpgradePlan;
const at = (minutes: number) => new Date(Date.UTC(2026, 11, 1, 8, minutes)).toISOString();

const recorded = (report?: Partial<UpgradeReport>, more: Partial<RecordedUpgrade> = {}): RecordedUpgrade => ({
  request,
  plan,
  startedAt: at(0),
  status: 'Running',
  ...(report ? { report: { steps: [], version: '1.34', ...report } } : {}),
  ...more,
});
const begun = (kind: StepKind, to = '1.35', way = '') => ({
  key: `${way}${to}/${kind}`,
  kind,
  to,
  beganAt: at(10),
});

describe('how far an upgrade is', () => {
  it('is the look at it, before it has a plan', () => {
    const { plan: _plan, ...unplanned } = recorded();
    expect(upgradeProgress(unplanned)).toEqual({
      to: '1.36',
      since: at(0),
      waitsFor: 'findings and versions, before the first change',
    });
  });

  it.each(stepKind.options)('is its step %s, since when, and what that waits for', (kind) => {
    const { step, since, waitsFor } = upgradeProgress(recorded({ steps: [begun(kind)] }));
    expect({ step, since }).toEqual({ step: `1.35/${kind}`, since: at(10) });
    expect(waitsFor).toMatch(/^\w/);
  });

  it('says when a soak ends', () => {
    expect(upgradeProgress(recorded({ steps: [begun('soak')] })).waitsFor).toBe(
      `the soak of the control plane at 1.35, until ${at(100)}`,
    );
  });

  it('says until when it can go back, that it turned back, and that somebody stops it', () => {
    const step = begun('controlPlane', '1.34', 'back/');
    const report = { steps: [step], turnedBack: { at: at(9), reason: 'alarm slo' }, canGoBackUntil: at(5) };
    expect(upgradeProgress(recorded(report))).toMatchObject({
      step: 'back/1.34/controlPlane',
      turnedBack: 'alarm slo',
      canGoBackUntil: at(5),
    });
    const cancellation = { at: at(11), by: 'ops', reason: 'a sale' };
    expect(upgradeProgress(recorded({ steps: [begun('nodes')] }, { cancellation })).waitsFor).toBe(
      'nodes to come to 1.35, group by group; then it stops: ops has canceled it (a sale)',
    );
  });

  it('waits for nothing once it has ended', () => {
    const steps = [{ ...begun('verify', '1.36'), endedAt: at(20) }];
    const all = {
      ...plan,
      hops: [{ ...plan.hops[0], nodeGroups: [], autoScalingGroups: [] }],
    } as UpgradePlan;
    const over = recorded({ steps, version: '1.36' }, { status: 'Succeeded', plan: all });
    expect(upgradeProgress(over)).toEqual({
      from: '1.34',
      to: '1.36',
      step: '1.36/verify',
      since: at(20),
    });
  });

  it('says what it has left behind, once it has ended', () => {
    const steps = [{ ...begun('verify', '1.36'), endedAt: at(20) }];
    const nodesLeft = [{ what: 'hybrid nodes', count: 1, version: '1.35', names: ['rack-1'] }];
    const report = { steps, version: '1.36', nodesLeft };
    expect(upgradeProgress(recorded(report))).not.toHaveProperty('left');
    expect(upgradeProgress(recorded(report, { status: 'Succeeded' })).left).toEqual([
      'node group batch is left behind: no image was given',
      'hybrid nodes: 1 node at 1.35 still: rack-1',
    ]);
  });
});

describe('what an upgrade came to', () => {
  it('is its versions, its steps with their times, and what was left behind', () => {
    const steps = [{ ...begun('controlPlane'), endedAt: at(25) }, begun('nodes')];
    const nodesLeft = [{ what: 'Fargate', count: 1, version: '1.34', names: ['jobs/batch'] }];
    const report = { steps, version: '1.35', canGoBackUntil: at(99), nodesLeft };
    expect(upgradeInWords(recorded(report))).toEqual([
      '1.34 before, 1.35 now',
      '1.35/controlPlane: 15 min',
      '1.35/nodes: has not ended',
      'node group batch is left behind: no image was given',
      'Fargate: 1 node at 1.34 still: jobs/batch',
      `it can be rolled back until ${at(99)}`,
    ]);
  });

  it('is that it turned back, and why; and nothing where it has not begun', () => {
    const turnedBack = { at: at(30), reason: 'alarm slo is in ALARM' };
    const steps = [{ ...begun('controlPlane', '1.34', 'back/'), endedAt: at(45) }];
    expect(upgradeInWords(recorded({ steps, turnedBack }))).toEqual([
      '1.34 before, 1.34 now',
      'back: 1.34/controlPlane: 35 min',
      `it turned back at ${at(30)}: alarm slo is in ALARM`,
    ]);
    expect(upgradeInWords(recorded())).toEqual([]);
  });
});
