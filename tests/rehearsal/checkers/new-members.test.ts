import { describe, expect, it } from '@jest/globals';
import { TruthfulFactsChecker } from '../../../rehearsal/checkers/requests/truthful-facts.ts';
import { region, watch } from './watched.ts';

const taint = { key: 'only', value: 'web', effect: 'NoSchedule' };
const config = {
  metadata: { name: 'web', version: '1.35' },
  managedNodeGroups: [{ name: 'web', minSize: 1, maxSize: 3, desiredCapacity: 2, taints: [taint] }],
  addons: [{ name: 'vpc-cni', version: 'v1.20.4-eksbuild.1', configurationValues: '{"a":1}' }, { name: 'x' }],
};
const nodegroup = {
  status: 'ACTIVE',
  scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
  taints: [{ key: 'only', value: 'web', effect: 'NO_SCHEDULE' }],
};
const addon = { status: 'ACTIVE', addonVersion: 'v1.20.4-eksbuild.1', configurationValues: '{"a":1}' };

/** The findings about a cluster that was made, or was there before. */
async function created(more: { nodegroup?: object; addon?: object }, isMade = true) {
  const on = watch((one) => new TruthfulFactsChecker(one), {
    has: {
      'eks:DescribeCluster': () => ({ cluster: { status: 'ACTIVE', version: '1.35' } }),
      'eks:DescribeNodegroup': () => ({ nodegroup: { ...nodegroup, ...more.nodegroup } }),
      'eks:DescribeAddon': () => ({ addon: { ...addon, ...more.addon } }),
    },
  });
  on.claimed('c1', 'create', 'ClusterRequested', { config });
  if (isMade) on.made('eks', 'CreateCluster', { name: 'web' }, { for: 'c1' });
  on.verified('c1');
  on.told('c1', 'ClusterCreated', { kubernetesVersion: '1.35' });
  return on.found();
}
const begins = `ClusterCreated of ${region}/web:`;

describe('a cluster that was made just now', () => {
  it('has the sizes, taints, versions and configurations of its document', async () => {
    expect(await created({})).toEqual([]);
    const larger = { scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 3 } };
    expect(await created({ nodegroup: larger })).toEqual([
      `${begins} nodeGroup/web.scalingConfig.desiredSize is 3, and its document says 2`,
    ]);
    expect(await created({ nodegroup: { taints: [] } })).toEqual([
      `${begins} nodeGroup/web.taints is [], and its document says ["only=web:noschedule"]`,
    ]);
    expect(
      await created({ addon: { addonVersion: 'v1.19.0-eksbuild.1', configurationValues: undefined } }),
    ).toEqual([
      `${begins} addon/vpc-cni.addonVersion is "v1.19.0-eksbuild.1", and its document says "v1.20.4-eksbuild.1"`,
      `${begins} addon/vpc-cni.configurationValues is undefined, and its document says ${JSON.stringify('{"a":1}')}`,
    ]);
  });

  it('has others’ sizes and versions later on', async () => {
    const larger = { scalingConfig: { minSize: 1, maxSize: 9, desiredSize: 9 } };
    expect(await created({ nodegroup: larger, addon: { addonVersion: 'v2' } }, false)).toEqual([]);
  });
});
