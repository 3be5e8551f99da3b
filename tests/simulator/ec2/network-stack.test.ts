import { describe, expect, it } from '@jest/globals';
import { ec2World, inTime } from './world.ts';

describe('a stack of a network', () => {
  it('is made and deleted through the types, in time, with the permissions of the calls', async () => {
    const world = ec2World();
    const { settle, create } = world;
    const vpc = await inTime(
      settle,
      create('AWS::EC2::VPC', { CidrBlock: '192.168.0.0/16', EnableDnsHostnames: 'true' }),
    );
    const VpcId = vpc.physicalId;
    const gateway = await inTime(
      settle,
      create('AWS::EC2::InternetGateway', { Tags: [{ Key: 'Name', Value: 'g' }] }),
    );
    await inTime(
      settle,
      create('AWS::EC2::VPCGatewayAttachment', { VpcId, InternetGatewayId: gateway.physicalId }),
    );
    const subnet = await inTime(settle, create('AWS::EC2::Subnet', { VpcId, CidrBlock: '192.168.0.0/19' }));
    const address = await inTime(settle, create('AWS::EC2::EIP', { Domain: 'vpc' }));
    expect(address.physicalId).toBe(address.attributes.PublicIp);
    const nat = await inTime(
      settle,
      create('AWS::EC2::NatGateway', {
        SubnetId: subnet.physicalId,
        AllocationId: address.attributes.AllocationId,
      }),
    );
    const table = await inTime(settle, create('AWS::EC2::RouteTable', { VpcId }));
    const route = {
      RouteTableId: table.physicalId,
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: nat.physicalId,
    };
    await inTime(settle, create('AWS::EC2::Route', route));
    expect(world.asked).toContain('ec2:CreateVpc arn:aws:ec2:us-west-2:111122223333:vpc/*');
    expect(world.asked).toContain('ec2:CreateTags arn:aws:ec2:us-west-2:111122223333:internet-gateway/*');
    const { Vpcs } = await world.call('DescribeVpcs', { VpcIds: [VpcId] });
    expect(Vpcs[0].Tags).toEqual([{ Key: 'aws:cloudformation:stack-name', Value: 'net' }]);

    const remove = (type: string, id: string, properties: object) =>
      world.ec2.resourceTypes?.[type]?.delete(
        id,
        properties as Record<string, unknown>,
        world.context,
      ) as Promise<void>;
    const refused = inTime(settle, remove('AWS::EC2::VPC', VpcId, {}));
    await expect(refused).rejects.toMatchObject({ code: 'DependencyViolation' });
    await inTime(settle, remove('AWS::EC2::Route', '', route));
    await inTime(settle, remove('AWS::EC2::RouteTable', table.physicalId, {}));
    await inTime(settle, remove('AWS::EC2::NatGateway', nat.physicalId, {}));
    await inTime(settle, remove('AWS::EC2::EIP', address.physicalId, {}));
    await inTime(settle, remove('AWS::EC2::Subnet', subnet.physicalId, {}));
    await inTime(
      settle,
      remove('AWS::EC2::VPCGatewayAttachment', '', { VpcId, InternetGatewayId: gateway.physicalId }),
    );
    await inTime(settle, remove('AWS::EC2::InternetGateway', gateway.physicalId, {}));
    await inTime(settle, remove('AWS::EC2::VPC', VpcId, {}));
    expect(
      (await world.call('DescribeVpcs')).Vpcs.map((held: { IsDefault: boolean }) => held.IsDefault),
    ).toEqual([true]);
  });

  it('ends the run at a property that is not modelled', async () => {
    const world = ec2World();
    await expect(world.create('AWS::EC2::VPC', { Ipv4IpamPoolId: 'ipam-pool-1' })).rejects.toMatchObject({
      name: 'NotSimulated',
      message: expect.stringContaining('Ipv4IpamPoolId of AWS::EC2::VPC'),
    });
  });
});
