import { describe, expect, it } from '@jest/globals';
import { checkUpgrade, decideUpgrade, onlyUpdatesRun } from '../../../../domain/upgrade/decide-upgrade.ts';
import { asked, blocked, budget, factsOf, group, inside, insight, planned } from './fixtures.ts';

const held = factsOf({ inside: inside({ budgets: [budget({ disruptionsAllowed: 0 })] }) });
const red = factsOf({ insights: [insight('Something')] });
const waived = (finding: string, until = '2026-12-01T00:00:00Z', more: object = {}) =>
  asked({ waivers: [{ finding, until, reason: 'we know' }], ...more });

describe('blockers', () => {
  const running = (names: readonly string[]) =>
    factsOf({ nodeGroups: names.map((name) => group(name, { status: 'UPDATING' })) });
  const blockersOf = (facts: ReturnType<typeof factsOf>) => {
    const decided = decideUpgrade(asked(), facts, JSON.parse);
    return decided.outcome === 'Refused' ? decided.blockers : [];
  };

  it('pass by themselves where they are updates that run, and nothing else', () => {
    expect(onlyUpdatesRun(blockersOf(running(['a'])))).toBe(true);
    expect(onlyUpdatesRun(blockersOf({ ...running(['a']), inside: { why: 'private' } }))).toBe(false);
    expect(onlyUpdatesRun([])).toBe(false);
  });

  it('are told as many as a state can hold, and how many are left', () => {
    const many = running(Array.from({ length: 53 }, (_, index) => `group-${index}`));
    const decided = decideUpgrade(asked(), many, JSON.parse);
    const problems = decided.outcome === 'Refused' ? decided.problems : [];
    expect([problems.length, problems.at(-1)?.message]).toEqual([51, 'and 3 more, which a dry run tells']);
  });
});

describe('waivers', () => {
  it('let a finding pass by its id or its subject, and are kept with the plan', () => {
    for (const name of ['pdb-blocks-drain', 'pdb-blocks-drain/shop/cart'])
      expect(planned(waived(name), held).findings).toContainEqual(
        expect.objectContaining({ id: 'pdb-blocks-drain', subject: 'shop/cart', waivedBy: 'we know' }),
      );
  });

  it('let no other subject pass, nor once they have run out', () => {
    expect(blocked(waived('pdb-blocks-drain/shop/web'), held)).toEqual(['pdb-blocks-drain/shop/cart']);
    expect(blocked(waived('pdb-blocks-drain', '2026-11-24T12:00:00Z'), held)).toEqual([
      'pdb-blocks-drain/shop/cart',
    ]);
  });

  it('of an insight need the consent that EKS is told to go on', () => {
    expect(blocked(waived('insight-error'), red)).toEqual(['insight-error/Something']);
    const consents = { consents: ['skipInsights'] };
    expect(blocked(waived('insight-error', undefined, consents), red)).toEqual([]);
  });

  it('never let pass what nobody may take upon himself', () => {
    const facts = factsOf({ inside: { why: 'private' } });
    expect(blocked(waived('cannot-look-inside'), facts)).toEqual(['cannot-look-inside']);
  });

  it('are told with what was found, what it means, and what to do', () => {
    const decided = decideUpgrade(asked(), held, JSON.parse);
    expect(decided).toMatchObject({ outcome: 'Refused' });
    const [problem] = decided.outcome === 'Refused' ? decided.problems : [];
    expect(problem?.message).toMatch(
      /found PodDisruptionBudget shop\/cart .*pods of cart on ip-1, ip-2.*relax the budget; or waive pdb-blocks-drain\/shop\/cart with an end and a reason/,
    );
  });

  it('that have run out in between count no more before a further minor', () => {
    const request = waived('pdb-blocks-drain', '2026-11-25T00:00:00Z', { to: '1.36' });
    const plan = planned(request, held);
    const later = { ...held, at: '2026-11-25T00:00:01Z', cluster: { ...held.cluster, version: '1.35' } };
    expect(checkUpgrade(request, plan, '1.36', held, JSON.parse).blockers).toEqual([]);
    expect(checkUpgrade(request, plan, '1.36', later, JSON.parse).blockers).toEqual([
      expect.objectContaining({ id: 'pdb-blocks-drain' }),
    ]);
  });
});
