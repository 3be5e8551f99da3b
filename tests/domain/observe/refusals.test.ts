import { describe, expect, it } from '@jest/globals';
import { desiredControlPlane } from '../../../domain/desired/control-plane.ts';
import { clusterChanges } from '../../../domain/observe/cluster-changes.ts';
import { refusalsOf } from '../../../domain/observe/refusals.ts';
import type { DescribedCluster } from '../../../domain/ports/eks.ts';
import type { FoundStack } from '../../../domain/ports/stacks.ts';
import { account, configOf, factsOf } from '../desired/fixtures.ts';

type Ports = Parameters<typeof clusterChanges>[2];

const nothingThere = async () => undefined;
/** An account in which there is a control plane, and of the rest at most a network stack. */
const portsOf = (network?: FoundStack): Ports => ({
  stacks: { describe: nothingThere, find: async () => network },
  contents: {
    read: nothingThere,
    addonVersions: async () => [],
    updates: async () => [],
  },
  logGroups: { logGroup: nothingThere },
  pullThroughCache: { rule: nothingThere },
});

/** The cluster as a document made it, at 1.34. */
function seenBy(
  more: Record<string, unknown> = {},
  change: Partial<DescribedCluster> = {},
): DescribedCluster {
  const config = configOf(more);
  const { request } = desiredControlPlane(config, account, factsOf(config));
  return {
    arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop',
    status: 'ACTIVE',
    ...request,
    version: '1.34',
    kubernetesNetworkConfig: { serviceIpv4Cidr: '10.100.0.0/16' },
    resourcesVpcConfig: { ...request.resourcesVpcConfig, clusterSecurityGroupId: 'sg-1' },
    endpoint: 'https://eks',
    certificateAuthority: 'Y2E=',
    oidcIssuer: 'https://oidc',
    ...change,
  };
}

const refused = async (
  more: Record<string, unknown>,
  metadata: Record<string, unknown>,
  cluster: DescribedCluster,
  network?: FoundStack,
) => {
  const target = {
    config: configOf(more, metadata),
    account,
    subnets: [],
    startedAt: '2026-11-24T10:00:00Z',
  };
  return refusalsOf(await clusterChanges(target, cluster, portsOf(network))).map(({ path }) => path);
};

describe('what a document asks of a cluster that cannot be done', () => {
  it('is nothing where the cluster is as the document says, or may be brought to it', async () => {
    expect(await refused({}, {}, seenBy())).toEqual([]);
    expect(await refused({ vpc: { clusterEndpoints: { privateAccess: true } } }, {}, seenBy())).toEqual([]);
  });

  it('is all refused at once, before anything else is changed that could be', async () => {
    const more = {
      vpc: { clusterEndpoints: { privateAccess: true } },
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
      iam: { serviceRoleARN: 'arn:aws:iam::111122223333:role/other' },
    };
    expect(await refused(more, {}, seenBy())).toEqual([
      'iam.serviceRoleARN',
      'accessConfig.authenticationMode',
    ]);
  });

  it('is another network than the one that was made for it', async () => {
    const network = (shape: string) => ({
      StackName: 'eks-fleet-shop-network',
      StackStatus: 'CREATE_COMPLETE',
      tags: {},
      Outputs: [{ OutputKey: 'NetworkShape', OutputValue: shape }],
    });
    const shape = '192.168.0.0/16, public and private subnets in us-west-2a us-west-2b us-west-2c';
    const seen = (found: FoundStack) => refused({ vpc: { cidr: '10.0.0.0/16' } }, {}, seenBy(), found);
    expect(await seen(network(shape))).toContain('vpc');
    expect(await seen(network(shape.replace('192.168', '10.0')))).not.toContain('vpc');
  });
});
