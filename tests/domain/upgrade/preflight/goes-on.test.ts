import { describe, expect, it } from '@jest/globals';
import { decideUpgrade } from '../../../../domain/upgrade/decide-upgrade.ts';
import { asked, factsOf, group, inside, otherNode, planned } from './fixtures.ts';

/** A control plane at 1.35, whose upgrade stopped before its nodes had moved. */
const cluster = { ...factsOf().cluster, version: '1.35' };
const stopped = (more: object = {}) => factsOf({ cluster, ...more });
const decided = (facts: ReturnType<typeof stopped>, more: object = {}) =>
  decideUpgrade(asked({ to: '1.35', ...more }), facts, JSON.parse);

describe('an upgrade to the version that the control plane has', () => {
  it('goes on where a group is behind: nodes move, the control plane does not', () => {
    const plan = planned(asked({ to: '1.35' }), stopped({ nodeGroups: [group('web', { version: '1.34' })] }));
    expect(plan.steps.map(({ kind }) => kind)).not.toContain('controlPlane');
    expect(plan.steps.map(({ key }) => key)).toEqual(expect.arrayContaining(['1.35/nodes', '1.35/verify']));
    expect(plan).toMatchObject({ from: '1.35', to: '1.35' });
  });

  it('goes on where a node of no managed group is behind', () => {
    const nodes = [otherNode('own', { kubeletVersion: 'v1.34.2' })];
    expect(decided(stopped({ nodeGroups: [], inside: inside({ nodes }) })).outcome).toBe('Planned');
  });

  it.each([
    ['nothing is behind', {}, {}],
    [
      'only the control plane is asked for',
      { nodeGroups: [group('web', { version: '1.34' })] },
      { only: 'controlPlane' },
    ],
  ])('is refused where %s', (_why, facts, more) => {
    const nodeGroups = [group('web', { version: '1.35' })];
    const none = inside({ nodes: [] });
    const answer = decided(stopped({ nodeGroups, inside: none, ...facts }), more);
    expect(answer).toMatchObject({ outcome: 'Refused', problems: [{ path: 'detail.to' }] });
  });
});
