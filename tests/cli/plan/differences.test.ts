import { expect, it } from '@jest/globals';
import { differencesOf } from '../../../cli/plan/differences.ts';
import type { Decision } from '../../../domain/decide/decision.ts';

const part = (key: string, decision: Decision) => ({ key, decision });

it('says what the deciders would do, part by part, and leaves out what is in order', () => {
  const differences = differencesOf([
    part('network', { do: 'nothing' }),
    part('addon/coredns', { do: 'create' }),
    part('nodeGroup/web', {
      do: 'update',
      change: { operation: 'UpdateNodegroupConfig', request: {} },
      summary: 'scale web to 4 nodes',
    }),
    part('controlPlane', { do: 'wait', operation: 'UpdateClusterConfig' }),
    part('roles', { do: 'fail', reason: 'the stack is ROLLBACK_FAILED' }),
  ]);
  expect(differences.map(({ part: key, kind, text }) => [key, kind, text])).toEqual([
    ['addon/coredns', 'create', 'is not there yet'],
    ['nodeGroup/web', 'update', 'scale web to 4 nodes'],
    ['controlPlane', 'wait', 'UpdateClusterConfig is under way'],
    ['roles', 'fail', 'the stack is ROLLBACK_FAILED'],
  ]);
});

it('names the path of what cannot be changed in place, and what to do instead', () => {
  const decision: Decision = {
    do: 'refuse',
    path: 'kubernetesNetworkConfig.ipFamily',
    reason: 'it cannot be changed',
    alternative: 'create another cluster',
  };
  expect(differencesOf([part('controlPlane', decision)])).toEqual([
    {
      part: 'controlPlane',
      kind: 'refuse',
      text: 'it cannot be changed; create another cluster',
      path: 'kubernetesNetworkConfig.ipFamily',
    },
  ]);
});
