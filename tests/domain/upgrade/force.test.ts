import { describe, expect, it } from '@jest/globals';
import type { ObservedInsight } from '../../../domain/ports/insights.ts';
import { forceProblem, stopping } from '../../../domain/upgrade/force.ts';
import type { UpgradePlan } from '../../../domain/upgrade/plan.ts';
import { type UpgradeRequest, upgradeActions } from '../../../domain/upgrade/request.ts';
import { hop, plan } from './fixtures.ts';

const [upgrade, rollBack] = upgradeActions;
const AT = '2026-11-24T10:00:00Z';
const step = (way = '', to = '1.35') => ({
  key: `${way}${to}/controlPlane`,
  kind: 'controlPlane' as const,
  to,
});
const insight = (more: Partial<ObservedInsight> = {}): ObservedInsight => ({
  id: 'one',
  name: 'Deprecated APIs',
  category: 'UPGRADE_READINESS',
  kubernetesVersion: '1.35',
  status: 'ERROR',
  reason: 'somebody calls',
  resources: [],
  addons: [],
  deprecations: [],
  ...more,
});
const waiver = (finding: string, until = '2026-12-24T10:00:00Z') => ({ finding, until, reason: 'known' });
const asked = (more: object = {}): UpgradeRequest =>
  upgrade.parse({
    action: 'upgrade',
    to: '1.35',
    consents: ['skipInsights'],
    waivers: [waiver('insight-error/Deprecated APIs')],
    ...more,
  });
const problem = (
  request: UpgradeRequest,
  {
    of = plan([hop('1.35')]),
    way = '',
    red = [insight()],
  }: {
    readonly of?: UpgradePlan;
    readonly way?: string;
    readonly red?: readonly ObservedInsight[];
  } = {},
) => forceProblem(of, request, { step: step(way), at: AT, red });

describe('going past insights', () => {
  it('takes the consent, and a waiver for each of them that has not run out', () => {
    expect(problem(asked())).toBeUndefined();
    expect(problem(asked({ waivers: [waiver('insight-error')] }))).toBeUndefined();
    expect(problem(asked({ consents: [] }))).toContain('skipInsights');
    expect(problem(asked({ waivers: [] }))).toContain('Deprecated APIs (somebody calls)');
    expect(problem(asked({ waivers: [waiver('insight-error', AT)] }))).toContain('nobody has waived');
    expect(problem(asked({ waivers: [waiver('insight-error/Another')] }))).toContain('nobody has waived');
    const red = [insight(), insight({ name: 'Came later', reason: 'new' })];
    expect(problem(asked(), { red })).toContain('Came later (new)');
    expect(problem(asked(), { red })).not.toContain('Deprecated');
  });

  it.each(['insight-outdated', 'insight-answered'] as const)('needs no waiver of one that is %s', (id) => {
    const of = plan([hop('1.35')], { findings: [{ id, subject: 'Deprecated APIs', found: '' }] });
    expect(problem(asked({ waivers: [] }), { of })).toBeUndefined();
    expect(problem(asked({ waivers: [], consents: [] }), { of })).toContain('skipInsights');
  });

  it('is never done on a way back that nobody asked for', () => {
    expect(problem(asked(), { way: 'back/' })).toContain('does not go back by itself');
  });

  it('goes back past the nodes of Fargate where that is waived', () => {
    const request = rollBack.parse({ action: 'rollBack', consents: ['skipInsights'] });
    const found = { id: 'fargate-newer' as const, found: 'pods of Fargate' };
    const red = [insight({ name: 'Kubelet version skew', category: 'ROLLBACK_READINESS' })];
    const of = (waived: object) =>
      plan([hop('1.35')], { action: 'rollBack', findings: [{ ...found, ...waived }] });
    expect(problem(request, { of: of({ waivedBy: 'known' }), way: 'back/', red })).toBeUndefined();
    expect(problem(request, { of: of({}), way: 'back/', red })).toContain('Kubelet version skew');
  });
});

describe('insights that stop a control plane', () => {
  it('are red, and about its minor or about all', () => {
    const { kubernetesVersion: _version, ...ofAll } = insight({ name: 'of all' });
    const seen = [
      insight(),
      ofAll,
      insight({ name: 'warns', status: 'WARNING' }),
      insight({ name: 'of another', kubernetesVersion: '1.36' }),
    ];
    expect(stopping(seen, step()).map(({ name }) => name)).toEqual(['Deprecated APIs', 'of all']);
  });
});
