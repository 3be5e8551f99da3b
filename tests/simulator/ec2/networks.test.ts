import { describe, expect, it } from '@jest/globals';
import { ec2World } from './world.ts';

async function vpcWith(world: ReturnType<typeof ec2World>, cidr = '10.0.0.0/16'): Promise<string> {
  return (await world.call('CreateVpc', { CidrBlock: cidr })).Vpc.VpcId;
}

describe('VPCs and subnets', () => {
  it('clears the host bits of a block and refuses sizes outside /16 to /28', async () => {
    const world = ec2World();
    const { Vpc } = await world.call('CreateVpc', { CidrBlock: '100.68.0.18/18' });
    expect(Vpc.CidrBlock).toBe('100.68.0.0/18');
    await expect(world.call('CreateVpc', { CidrBlock: '10.0.0.0/15' })).rejects.toMatchObject({
      code: 'InvalidVpc.Range',
      message: "The CIDR '10.0.0.0/15' is invalid.",
    });
    await expect(world.call('CreateVpc', { CidrBlock: '10.0.0/16' })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
  });

  it('refuses a subnet outside its VPC, one that overlaps, and one in a zone that is not there', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    await world.call('CreateSubnet', { VpcId, CidrBlock: '10.0.0.0/20' });
    await expect(world.call('CreateSubnet', { VpcId, CidrBlock: '10.1.0.0/20' })).rejects.toMatchObject({
      code: 'InvalidSubnet.Range',
    });
    await expect(world.call('CreateSubnet', { VpcId, CidrBlock: '10.0.15.0/24' })).rejects.toMatchObject({
      code: 'InvalidSubnet.Conflict',
      message: "The CIDR '10.0.15.0/24' conflicts with another subnet",
    });
    await expect(
      world.call('CreateSubnet', { VpcId, CidrBlock: '10.0.16.0/20', AvailabilityZone: 'us-west-2z' }),
    ).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining('us-west-2a'),
    });
  });

  it('keeps five addresses of each subnet for itself', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    const { Subnet } = await world.call('CreateSubnet', { VpcId, CidrBlock: '10.0.0.0/28' });
    expect(Subnet.AvailableIpAddressCount).toBe(11);
  });

  it('has local zones only once the account has opted in', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    const subnet = { VpcId, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-west-2-lax-1a' };
    await expect(world.call('CreateSubnet', subnet)).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    world.ec2.plants.plantZoneGroupOptIn('us-west-2-lax-1');
    expect((await world.call('CreateSubnet', subnet)).Subnet.AvailabilityZoneId).toBe('usw2-lax1-az1');
  });

  it('refuses secondary blocks of another private range, and accepts shared address space', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    await expect(
      world.call('AssociateVpcCidrBlock', { VpcId, CidrBlock: '192.168.0.0/16' }),
    ).rejects.toMatchObject({ code: 'InvalidVpc.Range', message: expect.stringContaining('is restricted') });
    await world.call('AssociateVpcCidrBlock', { VpcId, CidrBlock: '100.64.0.0/16' });
    const { Subnet } = await world.call('CreateSubnet', { VpcId, CidrBlock: '100.64.0.0/24' });
    expect(Subnet.CidrBlock).toBe('100.64.0.0/24');
  });

  it('stops at the quota of VPCs, of which the default VPC is one', async () => {
    const world = ec2World();
    for (let index = 0; index < 4; index++) await vpcWith(world);
    await expect(vpcWith(world)).rejects.toMatchObject({ code: 'VpcLimitExceeded' });
  });

  it('gives out copies: a changed answer leaves the record as it was', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    const first = await world.call('DescribeVpcs', { VpcIds: [VpcId] });
    first.Vpcs[0].CidrBlock = 'changed';
    expect((await world.call('DescribeVpcs', { VpcIds: [VpcId] })).Vpcs[0].CidrBlock).toBe('10.0.0.0/16');
  });
});

describe('deleting networks', () => {
  it('refuses a VPC with an interface left in it, and a subnet that holds one', async () => {
    const world = ec2World();
    world.ec2.plants.plantVpc({ vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16' });
    world.ec2.plants.plantSubnet({
      subnetId: 'subnet-1',
      vpcId: 'vpc-1',
      cidrBlock: '10.0.0.0/24',
      availabilityZone: 'us-west-2a',
    });
    const { networkInterfaceId } = world.ec2.plants.plantNetworkInterface({
      subnetId: 'subnet-1',
      groupIds: [],
      description: 'aws-K8S-i-0123',
    });
    await expect(world.call('DeleteSubnet', { SubnetId: 'subnet-1' })).rejects.toMatchObject({
      code: 'DependencyViolation',
      message: "The subnet 'subnet-1' has dependencies and cannot be deleted.",
    });
    await expect(world.call('DeleteVpc', { VpcId: 'vpc-1' })).rejects.toMatchObject({
      code: 'DependencyViolation',
      message: "The vpc 'vpc-1' has dependencies and cannot be deleted.",
    });
    await world.call('DeleteNetworkInterface', { NetworkInterfaceId: networkInterfaceId });
    await world.call('DeleteSubnet', { SubnetId: 'subnet-1' });
    await world.call('DeleteVpc', { VpcId: 'vpc-1' });
    await expect(world.call('DescribeVpcs', { VpcIds: ['vpc-1'] })).rejects.toMatchObject({
      code: 'InvalidVpcID.NotFound',
    });
  });

  it('does not detach a gateway from a network with mapped public addresses', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    const { Subnet } = await world.call('CreateSubnet', { VpcId, CidrBlock: '10.0.0.0/24' });
    const { InternetGateway } = await world.call('CreateInternetGateway');
    const gateway = { InternetGatewayId: InternetGateway.InternetGatewayId, VpcId };
    await world.call('AttachInternetGateway', gateway);
    const { networkInterfaceId } = world.ec2.createNetworkInterface({
      subnetId: Subnet.SubnetId,
      groupIds: [],
      description: 'ELB app/shop/1234',
      requesterManaged: true,
      associatePublicIp: true,
    });
    await expect(world.call('DetachInternetGateway', gateway)).rejects.toMatchObject({
      code: 'DependencyViolation',
      message: `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    });
    const { NetworkInterfaces } = await world.call('DescribeNetworkInterfaces', {
      NetworkInterfaceIds: [networkInterfaceId],
    });
    await expect(
      world.call('DetachNetworkInterface', { AttachmentId: NetworkInterfaces[0].Attachment.AttachmentId }),
    ).rejects.toMatchObject({
      code: 'OperationNotPermitted',
      message: "You are not allowed to manage 'ela-attach' attachments.",
    });
    await expect(
      world.call('DeleteNetworkInterface', { NetworkInterfaceId: networkInterfaceId }),
    ).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: `Network interface '${networkInterfaceId}' is currently in use.`,
    });
  });

  it('refuses a security group in use or named by another group, and the default group always', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    const made = async (GroupName: string): Promise<string> =>
      (await world.call('CreateSecurityGroup', { GroupName, Description: 'test', VpcId })).GroupId;
    const nodes = await made('nodes');
    const balancer = await made('balancer');
    const IpPermissions = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: balancer }] }];
    await world.call('AuthorizeSecurityGroupIngress', { GroupId: nodes, IpPermissions });
    await expect(world.call('DeleteSecurityGroup', { GroupId: balancer })).rejects.toMatchObject({
      code: 'DependencyViolation',
      message: `resource ${balancer} has a dependent object`,
    });
    const { RevokedSecurityGroupRules } = await world.call('RevokeSecurityGroupIngress', {
      GroupId: nodes,
      IpPermissions,
    });
    expect(RevokedSecurityGroupRules).toEqual([
      {
        SecurityGroupRuleId: expect.stringMatching(/^sgr-/),
        GroupId: nodes,
        IsEgress: false,
        IpProtocol: '-1',
        FromPort: -1,
        ToPort: -1,
        ReferencedGroupId: balancer,
      },
    ]);
    await world.call('DeleteSecurityGroup', { GroupId: balancer });
    const { SecurityGroups } = await world.call('DescribeSecurityGroups', {
      Filters: [
        { Name: 'vpc-id', Values: [VpcId] },
        { Name: 'group-name', Values: ['default'] },
      ],
    });
    await expect(
      world.call('DeleteSecurityGroup', { GroupId: SecurityGroups[0].GroupId }),
    ).rejects.toMatchObject({ code: 'CannotDelete' });
  });
});

describe('NAT gateways', () => {
  it('come up after minutes, and fail in a network without an internet gateway', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    const { Subnet } = await world.call('CreateSubnet', { VpcId, CidrBlock: '10.0.0.0/24' });
    const { AllocationId } = await world.call('AllocateAddress', { Domain: 'vpc' });
    const { NatGateway } = await world.call('CreateNatGateway', { SubnetId: Subnet.SubnetId, AllocationId });
    expect(NatGateway.State).toBe('pending');
    await world.settle(200_000);
    const { NatGateways } = await world.call('DescribeNatGateways', {
      NatGatewayIds: [NatGateway.NatGatewayId],
    });
    expect(NatGateways[0]).toMatchObject({ State: 'failed', FailureCode: 'Gateway.NotAttached' });
  });

  it('hold their address until they are deleted', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    const { Subnet } = await world.call('CreateSubnet', { VpcId, CidrBlock: '10.0.0.0/24' });
    const { InternetGateway } = await world.call('CreateInternetGateway');
    await world.call('AttachInternetGateway', {
      InternetGatewayId: InternetGateway.InternetGatewayId,
      VpcId,
    });
    const { AllocationId } = await world.call('AllocateAddress');
    const { NatGateway } = await world.call('CreateNatGateway', { SubnetId: Subnet.SubnetId, AllocationId });
    await world.settle(200_000);
    await expect(world.call('ReleaseAddress', { AllocationId })).rejects.toMatchObject({
      code: 'AuthFailure',
    });
    await world.call('DeleteNatGateway', { NatGatewayId: NatGateway.NatGatewayId });
    await world.settle(100_000);
    await world.call('ReleaseAddress', { AllocationId });
    const spans = world.kernel.trace.spans.filter((span) => span.kind.startsWith('ec2/nat-gateway'));
    expect(spans.map((span) => span.kind)).toEqual(['ec2/nat-gateway-create', 'ec2/nat-gateway-delete']);
    expect(spans.every((span) => (span.endedAt ?? 0) - span.startedAt >= 45_000)).toBe(true);
  });
});

describe('describing', () => {
  it('refuses a filter that EC2 does not have, and ends the run at one that is not modelled', async () => {
    const world = ec2World();
    await expect(
      world.call('DescribeVpcs', { Filters: [{ Name: 'colour', Values: ['red'] }] }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue', message: "The filter 'colour' is invalid" });
    await expect(
      world.call('DescribeVpcs', { Filters: [{ Name: 'dhcp-options-id', Values: ['x'] }] }),
    ).rejects.toMatchObject({ name: 'NotSimulated' });
    await expect(world.call('DescribeVpcs', { Unheard: true })).rejects.toMatchObject({
      name: 'NotSimulated',
    });
  });

  it('takes values of a filter as alternatives with wildcards, and filters together', async () => {
    const world = ec2World();
    const VpcId = await vpcWith(world);
    const tag = { ResourceType: 'subnet', Tags: [{ Key: 'kubernetes.io/cluster/shop', Value: 'owned' }] };
    await world.call('CreateSubnet', {
      VpcId,
      CidrBlock: '10.0.0.0/24',
      TagSpecifications: [tag],
      AvailabilityZone: 'us-west-2a',
    });
    await world.call('CreateSubnet', { VpcId, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-west-2b' });
    const count = async (...Filters: object[]): Promise<number> =>
      (await world.call('DescribeSubnets', { Filters: [{ Name: 'vpc-id', Values: [VpcId] }, ...Filters] }))
        .Subnets.length;
    expect(await count({ Name: 'tag-key', Values: ['kubernetes.io/cluster/*'] })).toBe(1);
    expect(await count({ Name: 'availability-zone', Values: ['us-west-2a', 'us-west-2?'] })).toBe(2);
    expect(
      await count(
        { Name: 'tag:kubernetes.io/cluster/shop', Values: ['owned'] },
        { Name: 'availability-zone', Values: ['us-west-2b'] },
      ),
    ).toBe(0);
  });

  it('pages, and takes no page size together with ids', async () => {
    const world = ec2World({ quotas: { 'ec2/vpcs': 20 } });
    for (let index = 0; index < 6; index++) await vpcWith(world);
    const first = await world.call('DescribeVpcs', { MaxResults: 5 });
    const second = await world.call('DescribeVpcs', { MaxResults: 5, NextToken: first.NextToken });
    expect([first.Vpcs.length, second.Vpcs.length, second.NextToken]).toEqual([5, 2, undefined]);
    await expect(world.call('DescribeVpcs', { MaxResults: 3 })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
    await expect(
      world.call('DescribeVpcs', { VpcIds: [first.Vpcs[0].VpcId], MaxResults: 5 }),
    ).rejects.toMatchObject({ code: 'InvalidParameterCombination' });
  });
});
