import { describe, expect, it } from '@jest/globals';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import { type DescribedSubnet, networkFacts } from '../../../domain/desired/network/facts.ts';
import { account, configOf } from './fixtures.ts';

function network(more: Record<string, unknown>) {
  return desiredFoundation(configOf(more), account).network?.template.Resources ?? {};
}

function cidrs(more: Record<string, unknown>): Record<string, unknown> {
  const subnets = Object.entries(network(more)).filter(([, { Type }]) => Type === 'AWS::EC2::Subnet');
  return Object.fromEntries(subnets.map(([name, { Properties }]) => [name, Properties?.CidrBlock]));
}

function countOf(type: string, more: Record<string, unknown>): number {
  return Object.values(network(more)).filter(({ Type }) => Type === type).length;
}

describe('the network that a cluster stands on', () => {
  it('cuts the VPC as eksctl does: eighths, public subnets first', () => {
    expect(cidrs({})).toEqual({
      SubnetPublicUSWEST2A: '192.168.0.0/19',
      SubnetPublicUSWEST2B: '192.168.32.0/19',
      SubnetPublicUSWEST2C: '192.168.64.0/19',
      SubnetPrivateUSWEST2A: '192.168.96.0/19',
      SubnetPrivateUSWEST2B: '192.168.128.0/19',
      SubnetPrivateUSWEST2C: '192.168.160.0/19',
    });
  });

  it('cuts it in sixteenths where zones are many', () => {
    const zones = ['us-west-2a', 'us-west-2b', 'us-west-2c', 'us-west-2d'];
    expect(cidrs({ availabilityZones: zones, localZones: ['us-west-2-lax-1a'] }).SubnetPublicUSWEST2A).toBe(
      '192.168.0.0/20',
    );
  });

  it.each([
    ['Single', 1],
    ['HighlyAvailable', 3],
    ['Disable', 0],
  ])('has NAT gateways as asked: %s', (gateway, count) => {
    expect(countOf('AWS::EC2::NatGateway', { vpc: { nat: { gateway } } })).toBe(count);
  });

  it('has no way out for a fully private cluster, but endpoints', () => {
    const more = { privateCluster: { enabled: true } };
    expect(countOf('AWS::EC2::InternetGateway', more)).toBe(0);
    expect(countOf('AWS::EC2::NatGateway', more)).toBe(0);
    expect(countOf('AWS::EC2::VPCEndpoint', more)).toBeGreaterThan(4);
  });

  it('gives IPv6 clusters an egress-only gateway and addresses', () => {
    const resources = network({ kubernetesNetworkConfig: { ipFamily: 'IPv6' } });
    expect(resources).toHaveProperty('EgressOnlyInternetGateway');
    expect(resources.SubnetPrivateUSWEST2A?.Properties).toMatchObject({ AssignIpv6AddressOnCreation: true });
  });

  it('makes only security groups in a VPC that is given, and reads its subnets as described', () => {
    const config = configOf({
      vpc: { subnets: { private: { one: { id: 'subnet-1' }, two: { id: 'subnet-2' } } } },
    });
    const described = [
      { SubnetId: 'subnet-1', VpcId: 'vpc-9', AvailabilityZone: 'us-west-2a' },
      { SubnetId: 'subnet-2', VpcId: 'vpc-9', AvailabilityZone: 'us-west-2b' },
    ];
    const { given, network: stack } = desiredFoundation(config, account, described);
    expect(given).toEqual({ subnetIds: ['subnet-1', 'subnet-2'] });
    expect(stack?.template.Resources).toMatchObject({
      ControlPlaneSecurityGroup: { Properties: { VpcId: 'vpc-9' } },
    });
    expect(networkFacts(config, account, { SecurityGroup: 'sg-1' }, described)).toMatchObject({
      vpcId: 'vpc-9',
      controlPlaneSecurityGroupId: 'sg-1',
      subnets: [
        { key: 'one', availabilityZone: 'us-west-2a' },
        { key: 'two', availabilityZone: 'us-west-2b' },
      ],
    });
  });
});

describe('the VPC endpoints of a fully private cluster', () => {
  const from = (vpc: Record<string, unknown>, described: readonly DescribedSubnet[] = []) => {
    const config = configOf({ privateCluster: { enabled: true }, vpc });
    const { network } = desiredFoundation(config, account, described);
    const { SecurityGroupIngress = [] } =
      network?.template.Resources.VPCEndpointSecurityGroup?.Properties ?? {};
    return (SecurityGroupIngress as { CidrIp: string }[]).map(({ CidrIp }) => CidrIp);
  };
  const subnets = { private: { one: { id: 'subnet-1' }, two: { id: 'subnet-2' } } };
  const described = ['10.20.16.0/20', '10.20.0.0/20'].map((CidrBlock, index) => ({
    SubnetId: `subnet-${index + 1}`,
    VpcId: 'vpc-9',
    AvailabilityZone: `us-west-2${'ab'[index]}`,
    CidrBlock,
  }));

  it('stand in one subnet a zone, of those that are given', () => {
    const more = { private: { ...subnets.private, three: { id: 'subnet-3' } } };
    const [first] = described;
    const all = [...described, { ...first, SubnetId: 'subnet-3' } as DescribedSubnet];
    const config = configOf({ privateCluster: { enabled: true }, vpc: { subnets: more } });
    const { Resources } = desiredFoundation(config, account, all).network?.template ?? {};
    expect(Resources?.VPCEndpointECRAPI?.Properties?.SubnetIds).toEqual(['subnet-1', 'subnet-2']);
  });

  it('are reached from the block of the VPC that is made', () => {
    expect(from({})).toEqual(['192.168.0.0/16']);
    expect(from({ cidr: '10.0.0.0/16' })).toEqual(['10.0.0.0/16']);
  });

  it('are reached from a VPC that is given, whichever block it has', () => {
    expect(from({ subnets }, described)).toEqual(['10.20.0.0/20', '10.20.16.0/20']);
    expect(from({ subnets, cidr: '10.20.0.0/16' }, described)).toEqual(['10.20.0.0/16']);
  });
});

describe('the roles that a cluster stands on', () => {
  const roles = (more: Record<string, unknown>) =>
    desiredFoundation(configOf(more), account).roles?.template.Resources ?? {};

  it('carry the boundary, under the path that PassRole is granted for', () => {
    expect(roles({}).RoleService?.Properties).toMatchObject({
      Path: '/eks-fleet/',
      PermissionsBoundary: 'arn:aws:iam::111122223333:policy/eks-fleet-boundary',
    });
  });

  it('give nodes the policies that eksctl gives them', () => {
    const role = roles({
      managedNodeGroups: [{ name: 'web', iam: { withAddonPolicies: { ebs: true, autoScaler: true } } }],
    });
    expect(role.RoleNodegroupWeb?.Properties).toMatchObject({
      ManagedPolicyArns: [
        'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
        'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
        'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
        'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
        'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
      ],
      Policies: [{ PolicyName: 'autoScaler' }],
    });
  });

  it('are none where every role is given', () => {
    const given = desiredFoundation(
      configOf({ iam: { serviceRoleARN: 'arn:aws:iam::111122223333:role/eks' } }),
      account,
    );
    expect(given.roles).toBeUndefined();
  });
});
