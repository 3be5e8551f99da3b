import { describe, expect, it } from '@jest/globals';
import { NODEGROUP, worldWithCluster } from './world.ts';

/** The state after a run: the clusters as described, and when each operation began and ended. */
async function run(seed: number): Promise<string> {
  const world = await worldWithCluster({ version: '1.34' }, { seed });
  world.call('CreateNodegroup', NODEGROUP);
  world.call('CreateAddon', { clusterName: 'shop', addonName: 'coredns' });
  await world.settle();
  world.call('UpdateNodegroupVersion', { clusterName: 'shop', nodegroupName: 'web' });
  world.call('UpdateClusterVersion', { name: 'shop', version: '1.35' });
  await world.settle();
  return JSON.stringify([world.call('DescribeCluster', { name: 'shop' }), world.kernel.trace.spans]);
}

describe('two runs of EKS', () => {
  it('are equal for one seed and differ for another', async () => {
    const first = await run(7);
    expect(await run(7)).toBe(first);
    expect(await run(8)).not.toBe(first);
  });
});
