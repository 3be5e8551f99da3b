import { describe, expect, it } from '@jest/globals';
import { type StepsAsked, stepsBack, stepsForward } from '../../../domain/upgrade/steps.ts';
import { hop } from './fixtures.ts';

const keys = (hops: Parameters<typeof stepsForward>[0], asked: Partial<StepsAsked> = {}) =>
  stepsForward(hops, { soakMinutes: 60, hooks: {}, ...asked }).map(({ key }) => key);

describe('the way forward', () => {
  it('takes add-ons, control plane, soak, add-ons, nodes, one minor after the other, and looks anew before each further one', () => {
    expect(keys([hop('1.35'), hop('1.36')])).toEqual([
      '1.35/addonsBefore',
      '1.35/controlPlane',
      '1.35/soak',
      '1.35/addonsAfter',
      '1.35/nodes',
      '1.35/verify',
      '1.36/check',
      '1.36/addonsBefore',
      '1.36/controlPlane',
      '1.36/soak',
      '1.36/addonsAfter',
      '1.36/nodes',
      '1.36/verify',
    ]);
  });

  it('leaves out what has nothing to do', () => {
    const bare = hop('1.35', { addons: [], nodeGroups: [] });
    expect(keys([bare], { soakMinutes: 0 })).toEqual(['1.35/controlPlane', '1.35/verify']);
  });

  it('asks hooks before the first change, after each control plane, and after nodes', () => {
    const hooks = { before: {}, afterControlPlane: {}, afterNodes: {} };
    const bare = { addons: [], movesFargate: true };
    const [first, last] = [hop('1.35', { ...bare, nodeGroups: [], movesFargate: false }), hop('1.36', bare)];
    expect(keys([first, last], { hooks, soakMinutes: 0 })).toEqual([
      '1.35/hookBefore',
      '1.35/controlPlane',
      '1.35/hookAfterControlPlane',
      '1.35/verify',
      '1.36/check',
      '1.36/controlPlane',
      '1.36/hookAfterControlPlane',
      '1.36/nodes',
      '1.36/fargate',
      '1.36/hookAfterNodes',
      '1.36/verify',
    ]);
  });

  it.each([
    ['controlPlane', ['1.35/controlPlane', '1.35/soak', '1.35/verify']],
    ['addons', ['1.35/addonsAfter', '1.35/verify']],
    ['nodes', ['1.35/nodes', '1.35/verify']],
  ] as const)('keeps to %s where only that is asked for', (only, expected) => {
    expect(keys([hop('1.35')], { only })).toEqual(expected);
  });
});

describe('the way back', () => {
  it('takes nodes first, which may not be newer than their control plane', () => {
    expect(stepsBack('1.34', { nodes: true, addons: true }).map(({ key }) => key)).toEqual([
      'back/1.34/nodes',
      'back/1.34/addonsAfter',
      'back/1.34/controlPlane',
      'back/1.34/verify',
    ]);
  });

  it('leaves what has not moved', () => {
    expect(stepsBack('1.34', { nodes: false, addons: false }).map(({ kind }) => kind)).toEqual([
      'controlPlane',
      'verify',
    ]);
  });
});
