import { expect, it } from '@jest/globals';
import { differencesOf, keptAsItIs } from '../../../cli/plan/differences.ts';
import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
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

const at = (version: string) =>
  ({ metadata: { name: 'one', region: 'us-west-2', version } }) as unknown as ClusterConfig;

it('names what stays as it is: a version that the document is behind, and what it does not name', () => {
  const config = at('1.33');
  const kept = keptAsItIs(config, '1.34', {
    behind: [{ path: 'addon/coredns.addonVersion', wanted: 'v1.11.0', found: 'v1.12.0' }],
    extra: [{ path: 'accessEntry/arn:aws:iam::111122223333:role/gone' }],
  });
  expect(kept.map(({ kind, part, text }) => [kind, part, text])).toEqual([
    [
      'keep',
      'controlPlane',
      'is at 1.34, and the document says 1.33; a version is never lowered: set it to 1.34 in the document: eks-fleet diff -f FILE --patch',
    ],
    [
      'keep',
      'addon/coredns.addonVersion',
      'is v1.12.0, and the document says v1.11.0; a version is never lowered',
    ],
    [
      'keep',
      'accessEntry/arn:aws:iam::111122223333:role/gone',
      'is there and not in the document; applying deletes nothing',
    ],
  ]);
  expect(keptAsItIs(config, '1.33', { behind: [], extra: [] })).toEqual([]);
});

it('names the command that upgrades a cluster to the version of its document', () => {
  expect(keptAsItIs(at('1.36'), '1.34', { behind: [], extra: [] })).toEqual([
    {
      part: 'controlPlane',
      kind: 'keep',
      text: 'is at 1.34, and the document says 1.36; applying does not upgrade: eks-fleet upgrade one --region us-west-2 --to 1.36',
      path: 'metadata.version',
      means: 'DocumentAhead',
      found: '1.34',
    },
  ]);
});
