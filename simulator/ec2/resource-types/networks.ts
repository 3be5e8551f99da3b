import type { Subnet, Vpc } from '@aws-sdk/client-ec2';
import { booleanOf } from '../../resource-calls.ts';
import type { Properties, Provisioned } from '../../service.ts';
import type { Ec2State } from '../state.ts';
import { type Ec2Type, type Making, specifications } from './provider.ts';

function vpcAnswer(ec2: Ec2State, id: string): Provisioned {
  const vpc = ec2.vpc(id);
  const group = [...ec2.securityGroups.values()].find(
    (held) => held.VpcId === id && held.GroupName === 'default',
  );
  return {
    physicalId: id,
    attributes: {
      VpcId: id,
      CidrBlock: vpc.CidrBlock,
      CidrBlockAssociations: (vpc.CidrBlockAssociationSet ?? []).map((held) => held.AssociationId),
      // CloudFormation reads it when it is asked for: blocks are associated after the VPC is there, and templates
      // take them from it (guide, AWS::EC2::VPCCidrBlock, "Associate an Amazon-provided IPv6 CIDR block").
      get Ipv6CidrBlocks() {
        return (vpc.Ipv6CidrBlockAssociationSet ?? []).map((held) => held.Ipv6CidrBlock);
      },
      DefaultSecurityGroup: group?.GroupId,
      DefaultNetworkAcl: vpc.defaultNetworkAclId,
    },
  };
}

async function setDns(id: string, properties: Properties, { act }: Making): Promise<void> {
  for (const name of ['EnableDnsSupport', 'EnableDnsHostnames'] as const) {
    const value = booleanOf(properties[name]);
    if (value !== undefined) await act('ModifyVpcAttribute', { VpcId: id, [name]: { Value: value } });
  }
}

export const vpc: Ec2Type = {
  modelled: ['CidrBlock', 'EnableDnsHostnames', 'EnableDnsSupport', 'InstanceTenancy', 'Tags'],
  replaced: ['CidrBlock'],
  create: async (properties, making) => {
    const { Vpc: made } = await making.act<{ Vpc: Vpc & { VpcId: string } }>('CreateVpc', {
      CidrBlock: properties.CidrBlock,
      InstanceTenancy: properties.InstanceTenancy,
      TagSpecifications: specifications('vpc', properties.Tags),
    });
    await setDns(made.VpcId, properties, making);
    await making.pause('ec2/vpc');
    return vpcAnswer(making.ec2, made.VpcId);
  },
  update: async (id, properties, _previous, making) => {
    await setDns(id, properties, making);
    await making.pause('ec2/small-resource');
    return vpcAnswer(making.ec2, id);
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DeleteVpc', { VpcId: id });
    await pause('cloudformation/resource');
  },
  taggedId: ({ physicalId }) => physicalId,
};

export const vpcCidrBlock: Ec2Type = {
  modelled: ['VpcId', 'CidrBlock', 'AmazonProvidedIpv6CidrBlock'],
  replaced: ['VpcId', 'CidrBlock', 'AmazonProvidedIpv6CidrBlock'],
  create: async (properties, { act, pause }) => {
    const answer = await act<Record<string, { AssociationId?: string } | undefined>>(
      'AssociateVpcCidrBlock',
      {
        VpcId: properties.VpcId,
        CidrBlock: properties.CidrBlock,
        AmazonProvidedIpv6CidrBlock: booleanOf(properties.AmazonProvidedIpv6CidrBlock),
      },
    );
    await pause('ec2/small-resource');
    const id =
      answer.CidrBlockAssociation?.AssociationId ?? answer.Ipv6CidrBlockAssociation?.AssociationId ?? '';
    return { physicalId: id, attributes: { Id: id } };
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DisassociateVpcCidrBlock', { AssociationId: id });
    await pause('ec2/small-resource');
  },
};

function subnetAnswer(ec2: Ec2State, id: string): Provisioned {
  const subnet = ec2.subnet(id);
  return {
    physicalId: id,
    attributes: {
      SubnetId: id,
      VpcId: subnet.VpcId,
      CidrBlock: subnet.CidrBlock,
      AvailabilityZone: subnet.AvailabilityZone,
      AvailabilityZoneId: subnet.AvailabilityZoneId,
      Ipv6CidrBlocks: (subnet.Ipv6CidrBlockAssociationSet ?? []).map((held) => held.Ipv6CidrBlock),
    },
  };
}

async function setSubnet(id: string, properties: Properties, { act }: Making): Promise<void> {
  for (const name of ['MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation'] as const) {
    const value = booleanOf(properties[name]);
    if (value !== undefined) await act('ModifySubnetAttribute', { SubnetId: id, [name]: { Value: value } });
  }
  const names = (properties.PrivateDnsNameOptionsOnLaunch ?? {}) as Properties;
  if (names.HostnameType !== undefined)
    await act('ModifySubnetAttribute', { SubnetId: id, PrivateDnsHostnameTypeOnLaunch: names.HostnameType });
  for (const name of ['EnableResourceNameDnsARecord', 'EnableResourceNameDnsAAAARecord'] as const) {
    const value = booleanOf(names[name]);
    if (value !== undefined)
      await act('ModifySubnetAttribute', { SubnetId: id, [`${name}OnLaunch`]: { Value: value } });
  }
}

export const subnet: Ec2Type = {
  modelled: [
    'VpcId',
    'CidrBlock',
    'Ipv6CidrBlock',
    'AvailabilityZone',
    'AvailabilityZoneId',
    'MapPublicIpOnLaunch',
    'AssignIpv6AddressOnCreation',
    'PrivateDnsNameOptionsOnLaunch',
    'Tags',
  ],
  // Ipv6CidrBlock changes in place on AWS; here its change is a replacement, for no template of ours changes it.
  replaced: ['VpcId', 'CidrBlock', 'Ipv6CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId'],
  create: async (properties, making) => {
    const { Subnet: made } = await making.act<{ Subnet: Subnet & { SubnetId: string } }>('CreateSubnet', {
      VpcId: properties.VpcId,
      CidrBlock: properties.CidrBlock,
      Ipv6CidrBlock: properties.Ipv6CidrBlock,
      AvailabilityZone: properties.AvailabilityZone,
      AvailabilityZoneId: properties.AvailabilityZoneId,
      TagSpecifications: specifications('subnet', properties.Tags),
    });
    await setSubnet(made.SubnetId, properties, making);
    await making.pause('ec2/small-resource');
    return subnetAnswer(making.ec2, made.SubnetId);
  },
  update: async (id, properties, _previous, making) => {
    await setSubnet(id, properties, making);
    await making.pause('ec2/small-resource');
    return subnetAnswer(making.ec2, id);
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DeleteSubnet', { SubnetId: id });
    await pause('cloudformation/resource');
  },
  taggedId: ({ physicalId }) => physicalId,
};
