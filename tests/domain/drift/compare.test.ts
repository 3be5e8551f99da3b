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

/** A stack that nobody has changed since the document was written; an earlier release of eks-fleet made it. */
const stackThatIs = (StackStatus: string) => ({
  ...{ StackName: 'a stack', StackId: 'its id', StackStatus, changedAt: '2026-11-24T09:00:00Z' },
  tags: { 'eks-fleet.dev/cluster': 'shop' },
  Outputs: [{ OutputKey: 'TemplateDigest', OutputValue: 'another' }],
});

/** A cluster whose control plane is there, with stacks if any, and the names of the stacks that were looked for. */
function bareCluster(stack?: ReturnType<typeof stackThatIs>) {
  const looked: string[] = [];
  const found = async (name: string) => {
    looked.push(name);
    return stack;
  };
  const nothing = async () => undefined;
  const ports = {
    eks: { describeCluster: async () => observed },
    stacks: { describe: found, find: found },
    contents: { read: nothing, list: async () => [], addonVersions: async () => [] },
    logGroups: { logGroup: nothing },
    pullThroughCache: { rule: nothing },
  } as unknown as DriftPorts;
  return { ports, looked };
}

async function stacksThatDiffer(ports: DriftPorts): Promise<readonly string[]> {
  const comparison = await compareWithDocument(registered, targetOf(registered, account), ports);
  const paths = comparison.outcome === 'Compared' ? comparison.differences.map(({ path }) => path) : [];
  return paths.filter((path) => path.startsWith('stack/'));
}

describe('a comparison of a cluster with its document', () => {
  it('tells every stack that is gone, and looks at each of them once', async () => {
    const { ports, looked } = bareCluster();
    expect(await stacksThatDiffer(ports)).toEqual(['stack/network', 'stack/nodegroup-web', 'stack/roles']);
    expect(looked.sort()).toEqual([
      'eks-fleet-shop-network',
      'eks-fleet-shop-nodegroup-web',
      'eks-fleet-shop-roles',
    ]);
  });

  it('takes another release for no difference, and tells a stack whose last change has failed', async () => {
    const complete = bareCluster(stackThatIs('UPDATE_COMPLETE'));
    expect(await stacksThatDiffer(complete.ports)).toEqual([]);
    const rolledBack = bareCluster(stackThatIs('UPDATE_ROLLBACK_COMPLETE'));
    expect(await stacksThatDiffer(rolledBack.ports)).toEqual([
      'stack/network.status',
      'stack/nodegroup-web.status',
      'stack/roles.status',
    ]);
  });
});
