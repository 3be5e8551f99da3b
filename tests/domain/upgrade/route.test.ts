import { describe, expect, it } from '@jest/globals';
import { pinsOf } from '../../../domain/upgrade/pins.ts';
import type { UpgradePlan } from '../../../domain/upgrade/plan.ts';
import type { UpgradeReport } from '../../../domain/upgrade/report.ts';
import { type AtStep, decideRoute, notBegun, type Route } from '../../../domain/upgrade/route.ts';
import { hop, plan } from './fixtures.ts';

const at = (hour: number): string => new Date(Date.UTC(2026, 11, 1, hour)).toISOString();
const ask = (
  of: UpgradePlan,
  report: UpgradeReport,
  done: string,
  hour: number,
  unhealthy: AtStep['unhealthy'] = null,
): Route => decideRoute(of, report, { done, unhealthy, at: at(hour) });

/** Goes on until a step of this key runs; asks twice each time, as two deliveries would. */
function until(of: UpgradePlan, key: string): UpgradeReport {
  let report = notBegun(of);
  let done = '';
  for (let hour = 0; ; hour++) {
    const route = ask(of, report, done, hour);
    if (route.do !== 'step') throw new Error(`it came to ${route.do} before ${key}`);
    expect(ask(of, route.report, done, hour + 0.5)).toEqual({ ...route, report: route.report });
    report = route.report;
    done = route.step.key;
    if (done === key) return report;
  }
}
const stepOf = (route: Route): string => (route.do === 'step' ? route.step.key : route.do);

describe('an upgrade that goes well', () => {
  it('takes each step once, and is done after the last', () => {
    const one = plan([hop('1.35')]);
    const report = until(one, '1.35/verify');
    const end = ask(one, report, '1.35/verify', 9);
    expect(end.do).toBe('done');
    expect(end).toMatchObject({ report: { version: '1.35' } });
    expect(one.steps.map(({ key }) => key)).toEqual(report.steps.map(({ key }) => key));
  });

  it('can go back for seven days from the beginning of the last control plane', () => {
    const two = plan([hop('1.35', { nodeGroups: [] }), hop('1.36')]);
    const soaks = until(two, '1.36/soak');
    const began = soaks.steps.find(({ key }) => key === '1.36/controlPlane')?.beganAt ?? '';
    expect(soaks.version).toBe('1.36');
    expect(Date.parse(soaks.canGoBackUntil ?? '') - Date.parse(began)).toBe(7 * 86_400_000);
  });
});

describe('the end of support', () => {
  const of = (until: string) =>
    plan([hop('1.35')], {
      rollback: { isPossible: true, reasons: [], minors: { '1.35': { reasons: [], until } } },
    });

  it('ends the way back where it comes before the seven days are over', () => {
    expect(until(of(at(30)), '1.35/soak').canGoBackUntil).toBe(at(30));
    expect(until(of('2027-03-27T00:00:00.000Z'), '1.35/soak').canGoBackUntil).toMatch(/^2026-12-08/);
    expect(until(of(at(1)), '1.35/soak')).not.toHaveProperty('canGoBackUntil');
  });

  it('of one minor keeps no other one from going back by itself', () => {
    const minors = { '1.35': { reasons: ['its support has ended'] }, '1.36': { reasons: [] } };
    const two = plan([hop('1.35', { nodeGroups: [] }), hop('1.36')], {
      rollback: { isPossible: false, reasons: ['its support has ended'], minors },
    });
    const soaking = (key: string) => {
      const report = until(two, key);
      return ask(two, report, '', 20, { key, reason: 'alarm slo' });
    };
    expect(soaking('1.35/soak')).toMatchObject({ do: 'stop', reason: 'alarm slo; its support has ended' });
    expect(stepOf(soaking('1.36/soak'))).toBe('back/1.35/controlPlane');
  });
});

describe('the nodes that a minor has left', () => {
  const pool = { what: 'pool general', count: 2, version: '1.34', names: ['ip-1', 'ip-2'] };
  const end = (report: UpgradeReport, done: string, nodesLeft?: AtStep['nodesLeft']) =>
    decideRoute(plan([hop('1.35')]), report, { done, unhealthy: null, at: at(9), nodesLeft }).report;

  it('are kept from its verification, until there are none any more', () => {
    const verifies = until(plan([hop('1.35')]), '1.35/verify');
    expect(end(verifies, '1.35/verify', [pool]).nodesLeft).toEqual([pool]);
    const { nodesLeft: _none, ...without } = end(verifies, '1.35/verify', [pool]);
    expect(end({ ...verifies, nodesLeft: [pool] }, '1.35/verify', [])).toEqual(without);
  });

  it('are not those of another step, nor of an execution that knows of none', () => {
    const soaks = until(plan([hop('1.35')]), '1.35/soak');
    expect(end(soaks, '1.35/soak', [pool])).not.toHaveProperty('nodesLeft');
    expect(end(until(plan([hop('1.35')]), '1.35/verify'), '1.35/verify')).not.toHaveProperty('nodesLeft');
  });
});

describe('an upgrade that is canceled', () => {
  const cancellation = { at: at(1), by: 'me@desk', reason: 'too close to the sale' };
  const one = plan([hop('1.35')]);
  const asked = (report: UpgradeReport, done: string) =>
    decideRoute(one, report, { done, unhealthy: null, at: at(9), cancellation });

  it('stops before its first step', () => {
    expect(asked(notBegun(one), '')).toMatchObject({ do: 'stop', step: { key: '1.35/addonsBefore' } });
  });

  it('stops after the step that ran, and says until when it can go back', () => {
    const route = asked(until(one, '1.35/controlPlane'), '1.35/controlPlane');
    expect(route).toMatchObject({ do: 'stop', step: { key: '1.35/controlPlane' } });
    expect(route.do === 'stop' && route.reason).toMatch(
      /^canceled by me@desk: too close to the sale; .* rolled back until 2026-12-08/,
    );
  });

  it('has come too late where all of it is done', () => {
    expect(asked(until(one, '1.35/verify'), '1.35/verify')).toMatchObject({ do: 'done' });
  });

  it('goes on with the way back', () => {
    const unhealthy = { key: '1.35/soak', reason: 'alarm' };
    const turned = ask(one, until(one, '1.35/soak'), '', 20, unhealthy);
    if (turned.do !== 'step') throw new Error('no step');
    expect(stepOf(asked(turned.report, turned.step.key))).toBe('back/1.34/controlPlane');
  });
});

describe('a soak that finds the cluster unhealthy', () => {
  const unhealthy = (key: string) => ({ key, reason: 'alarm web-slo is in ALARM' });
  const turn = (of: UpgradePlan, key: string) => ask(of, until(of, key), '', 20, unhealthy(key));

  it('goes back by itself: add-ons first, then the control plane', () => {
    const one = plan([hop('1.35')]);
    const route = turn(one, '1.35/soak');
    expect(stepOf(route)).toBe('back/1.34/addonsAfter');
    expect(route).toMatchObject({ report: { turnedBack: { reason: 'alarm web-slo is in ALARM' } } });
    if (route.do !== 'step') throw new Error('no step');
    expect(pinsOf(one, route.step).addons).toEqual([{ name: 'coredns', after: 'v1.34' }]);
  });

  it('answers the same when it is asked twice', () => {
    const one = plan([hop('1.35')]);
    const route = turn(one, '1.35/soak');
    if (route.do !== 'step') throw new Error('no step');
    expect(stepOf(ask(one, route.report, '', 21, unhealthy('1.35/soak')))).toBe('back/1.34/addonsAfter');
  });

  it('goes back by one minor where a second one is unhealthy, and ends there', () => {
    const two = plan([hop('1.35', { nodeGroups: [], addons: [] }), hop('1.36', { nodeGroups: [] })]);
    let route = turn(two, '1.36/soak');
    const taken: string[] = [];
    for (let hour = 30; route.do === 'step'; hour++) {
      taken.push(route.step.key);
      route = ask(two, route.report, route.step.key, hour);
    }
    expect(taken).toEqual(['back/1.35/controlPlane', 'back/1.35/verify']);
    expect(route).toMatchObject({ do: 'done', report: { version: '1.35' } });
    expect(route).not.toHaveProperty('report.canGoBackUntil');
  });

  it.each([
    ['nodes have moved', plan([hop('1.35'), hop('1.36')]), '1.36/soak'],
    ['not every alarm was OK before it began', plan([hop('1.35')], { wasHealthy: false }), '1.35/soak'],
    [
      'STANDARD support',
      plan([hop('1.35')], { rollback: { isPossible: false, reasons: ['STANDARD support'] } }),
      '1.35/soak',
    ],
    ['only while the control plane soaks', plan([hop('1.35')]), '1.35/nodes'],
  ])('stops and leaves it to a person where %s', (reason, of, key) => {
    const route = turn(of, key);
    expect(route).toMatchObject({ do: 'stop', step: { key } });
    expect(route.do === 'stop' && route.reason).toContain(reason);
  });
});
