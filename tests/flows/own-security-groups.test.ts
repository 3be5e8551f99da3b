import { describe, expect, it } from '@jest/globals';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-east-2';
const { simulate } = deployedFleet({ seed: 3, regions: [region], keepCalls: true });

/** A cluster whose API is reached from its VPC only, and whose nodes do not get the shared security group. */
const secluded = {
  source: 'secluded.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'secluded', region, version: '1.35' },
    vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true } },
    nodeGroups: [
      { name: 'own', desiredCapacity: 1, privateNetworking: true, securityGroups: { withShared: false } },
    ],
  },
};

describe('nodes that share no security group', () => {
  it('reach a private API by a rule for their own, and with it what runs on them is well', async () => {
    const report = await simulate([
      { apply: [secluded] },
      { expect: { operation: { kind: 'create', outcome: 'Succeeded' } } },
    ]);
    const [cluster] = report.clusters;
    // Without a node, CoreDNS would be waited for until the workflow's patience ends.
    expect(cluster?.tookSeconds).toBeLessThan(3600);
  }, 60_000);
});
