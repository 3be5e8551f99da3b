import { describe, expect, it } from '@jest/globals';
import { CLUSTER, eksWorld, role, worldWithCluster } from './world.ts';

/** Refusals of CreateCluster, one row a rule; `request` is laid over a request that is right. */
const REFUSALS: readonly {
  readonly name: string;
  readonly request: Record<string, unknown>;
  readonly code: string;
  readonly message: string | RegExp;
}[] = [
  {
    name: 'refuses a cluster whose subnets lie in one zone',
    request: { resourcesVpcConfig: { subnetIds: ['subnet-a'] } },
    code: 'InvalidParameterException',
    message: 'Subnets specified must be in at least two different AZs',
  },
  {
    name: 'refuses a subnet that does not exist',
    request: { resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-none'] } },
    code: 'InvalidParameterException',
    message: "The subnet ID 'subnet-none' does not exist",
  },
  {
    name: 'refuses subnets of two VPCs',
    request: { resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-x'] } },
    code: 'InvalidParameterException',
    message: 'Subnets specified must belong to the same VPC',
  },
  {
    name: 'refuses a zone without room for control planes and names the others',
    request: { resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-e'] } },
    code: 'UnsupportedAvailabilityZoneException',
    message:
      "Cannot create cluster 'shop' because us-east-1e, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1f",
  },
  {
    name: 'refuses a security group of another VPC',
    request: {
      resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-elsewhere'] },
    },
    code: 'InvalidParameterException',
    message:
      /^Security group\(s\) \[sg-elsewhere\] are not \(in\/associated to\) the same VPC as the subnets\./,
  },
  {
    name: 'refuses an endpoint that nobody can reach',
    request: {
      resourcesVpcConfig: {
        subnetIds: ['subnet-a', 'subnet-b'],
        endpointPublicAccess: false,
        endpointPrivateAccess: false,
      },
    },
    code: 'InvalidParameterException',
    message: 'Private and public endpoint access cannot be false',
  },
  {
    name: 'refuses a version past extended support',
    request: { version: '1.29' },
    code: 'InvalidParameterException',
    message: 'unsupported Kubernetes version 1.29',
  },
  {
    name: 'refuses a role that does not trust EKS',
    request: { roleArn: role('node') },
    code: 'InvalidParameterException',
    message: `Role with arn: ${role('node')}, could not be assumed because it does not exist or the trusted entity is not correct`,
  },
  {
    name: 'refuses a name with a dot',
    request: { name: 'shop.prod' },
    code: 'InvalidParameterException',
    message: /^The parameter name contains invalid characters\./,
  },
  {
    name: 'refuses a name of over 100 characters',
    request: { name: 's'.repeat(101) },
    code: 'InvalidParameterException',
    message: 'name length should be between 1 and 100',
  },
  {
    name: 'refuses 51 tags',
    request: { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag-${index}`, ''])) },
    code: 'InvalidParameterException',
    message: 'Number of tags exceeds the limit of 50',
  },
  {
    name: 'refuses a client token of under 33 characters',
    request: { clientRequestToken: 'short' },
    code: 'InvalidParameterException',
    message: /between 33 and 126/,
  },
  {
    name: 'refuses the config map without an administrator',
    request: {
      accessConfig: { authenticationMode: 'CONFIG_MAP', bootstrapClusterCreatorAdminPermissions: false },
    },
    code: 'InvalidParameterException',
    message:
      'bootstrapClusterCreatorAdminPermissions must be true if cluster authentication mode is set to CONFIG_MAP',
  },
  {
    name: 'refuses half of Auto Mode',
    request: { computeConfig: { enabled: true, nodePools: ['system'], nodeRoleArn: role('node') } },
    code: 'InvalidParameterException',
    message:
      'For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.',
  },
  {
    name: 'refuses a service range that the VPC uses',
    request: { kubernetesNetworkConfig: { serviceIpv4Cidr: '192.168.0.0/16' } },
    code: 'InvalidParameterException',
    message: /overlaps with the VPC CIDR/,
  },
  {
    name: 'refuses a service range that is too small',
    request: { kubernetesNetworkConfig: { serviceIpv4Cidr: '10.0.0.0/28' } },
    code: 'InvalidParameterException',
    message: /must have netmask size between \/12 and \/24 inclusive$/,
  },
  {
    name: 'refuses IPv6 in subnets without it',
    request: { kubernetesNetworkConfig: { ipFamily: 'ipv6' } },
    code: 'InvalidParameterException',
    message: 'Subnets specified must have an IPv6 CIDR block when ipFamily is ipv6',
  },
  {
    name: 'refuses a remote node network that the VPC uses',
    request: { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['192.168.0.0/24'] }] } },
    code: 'InvalidParameterException',
    message: 'Invalid remote node network: CIDR 192.168.0.0/24 overlaps with VPC CIDR 192.168.0.0/20',
  },
  {
    name: 'refuses a remote node network with public addresses',
    request: { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['8.8.0.0/16'] }] } },
    code: 'InvalidParameterException',
    message: 'Invalid remote node network: CIDR 8.8.0.0/16 is not part of RFC 1918 or CGNAT',
  },
  {
    name: 'refuses a key that does not exist',
    request: {
      encryptionConfig: [{ provider: { keyArn: 'arn:aws:kms:us-east-1:111122223333:key/123' } }],
    },
    code: 'InvalidParameterException',
    message: /is not found\.$/,
  },
  {
    name: 'refuses a tier that does not exist',
    request: { controlPlaneScalingConfig: { tier: 'tier-9xl' } },
    code: 'InvalidParameterException',
    message: /Invalid value for tier/,
  },
];

describe('CreateCluster', () => {
  it.each(REFUSALS)('$name', ({ request, code, message }) => {
    const world = eksWorld();
    const found = world.refusal('CreateCluster', { ...CLUSTER, ...request });
    expect(found.code).toBe(code);
    if (typeof message === 'string') expect(found.message).toBe(message);
    else expect(found.message).toMatch(message);
    expect(world.call('ListClusters', {})).toEqual({ clusters: [] });
  });

  it('refuses a cluster over the quota', async () => {
    const world = await worldWithCluster({}, { region: { quotas: { 'eks/clusters': 1 } } });
    expect(world.refusal('CreateCluster', { ...CLUSTER, name: 'second' })).toEqual({
      code: 'ResourceLimitExceededException',
      message: 'Cluster limit exceeded for account.',
      clusterName: 'second',
    });
  });

  it('ends the run by name where a member is not modelled', async () => {
    const world = eksWorld();
    const request = { ...CLUSTER, kubeSchedulerConfig: {} };
    expect(() => world.call('CreateCluster', request)).toThrow(
      'eks:CreateCluster with kubeSchedulerConfig is not simulated',
    );
    expect(world.kernel.failure).toBeDefined();
  });

  it('becomes FAILED when a subnet disappears while it is made', async () => {
    const world = eksWorld();
    world.call('CreateCluster', CLUSTER);
    world.network.subnets.delete('subnet-b');
    await world.settle();
    const { cluster } = world.call<{ cluster: { status: string; health: unknown } }>('DescribeCluster', {
      name: 'shop',
    });
    expect(cluster.status).toBe('FAILED');
    expect(cluster.health).toMatchObject({
      issues: [{ code: 'Ec2SubnetNotFound', resourceIds: ['subnet-b'] }],
    });
  });
});
