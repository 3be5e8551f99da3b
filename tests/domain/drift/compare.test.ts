import { describe, expect, it } from '@jest/globals';
import { targetOf } from '../../../domain/observe/adoption.ts';
import { compareWithDocument, type DriftPorts } from '../../../domain/observe/drift.ts';
import type { RegisteredCluster } from '../../../domain/registry/registered-cluster.ts';
import { account, configOf } from '../desired/fixtures.ts';

const registered = {
  cluster: { name: 'shop', region: 'us-west-2', arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop' },
  config: configOf({ managedNodeGroups: [{ name: 'web' }] }, { version: '1.35' }),
  documentIs: 'applied',
  observed: { availabilityZones: account.availabilityZones, subnets: [] },
  notDescribed: [],
  writtenAt: '2026-11-24T08:00:00Z',
} as unknown as RegisteredCluster;

const observed = {
  name: 'shop',
  status: 'ACTIVE',
  version: '1.35',
  endpoint: 'https://shop',
  certificateAuthority: 'LS0t',
  oidcIssuer: 'https://oidc',
  kubernetesNetworkConfig: { serviceIpv4Cidr: '10.100.0.0/16' },
  resourcesVpcConfig: { clusterSecurityGroupId: 'sg-1' },
};

/** A cluster of which the control plane alone is there, and the names of stacks that were looked for. */
function bareCluster() {
  const looked: string[] = [];
  const nothing = async (name: string) => {
    looked.push(name);
    return undefined;
  };
  const none = new Proxy({}, { get: () => async () => undefined });
  const ports = {
    eks: { describeCluster: async () => observed },
    stacks: { describe: nothing, find: nothing },
    contents: none,
    inventory: {
      list: async () => ({
        nodeGroups: [],
        fargateProfiles: [],
        addons: [],
        accessEntries: [],
        podIdentityAssociations: [],
        identityProviders: [],
        capabilities: [],
      }),
    },
    logGroups: none,
    pullThroughCache: none,
  } as unknown as DriftPorts;
  return { ports, looked };
}

describe('a comparison of a cluster with its document', () => {
  it('tells every stack that is gone, and looks at each of them once', async () => {
    const { ports, looked } = bareCluster();
    const comparison = await compareWithDocument(registered, targetOf(registered, account), ports);
    const paths = comparison.outcome === 'Compared' ? comparison.differences.map(({ path }) => path) : [];
    expect(paths.filter((path) => path.startsWith('stack/'))).toEqual([
      'stack/network',
      'stack/nodegroup-web',
      'stack/roles',
    ]);
    expect(looked.sort()).toEqual([
      'eks-fleet-shop-network',
      'eks-fleet-shop-nodegroup-web',
      'eks-fleet-shop-roles',
    ]);
  });
});
