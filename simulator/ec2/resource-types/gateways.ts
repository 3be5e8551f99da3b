import type { NatGateway } from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import type { Ec2Type, Making } from './provider.ts';
import { specifications } from './provider.ts';

/** The time between CloudFormation's looks whether a gateway or endpoint is there. */
const POLL_MS = 5_000;

export const internetGateway: Ec2Type = {
  modelled: ['Tags'],
  replaced: [],
  create: async (properties, { act, pause }) => {
    const { InternetGateway } = await act<{ InternetGateway: { InternetGatewayId: string } }>(
      'CreateInternetGateway',
      {
        TagSpecifications: specifications('internet-gateway', properties.Tags),
      },
    );
    await pause('ec2/internet-gateway');
    const id = InternetGateway.InternetGatewayId;
    return { physicalId: id, attributes: { InternetGatewayId: id } };
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DeleteInternetGateway', { InternetGatewayId: id });
    await pause('cloudformation/resource');
  },
  taggedId: ({ physicalId }) => physicalId,
  describe: (id) => ({ physicalId: id, attributes: { InternetGatewayId: id } }),
};

export const vpcGatewayAttachment: Ec2Type = {
  modelled: ['VpcId', 'InternetGatewayId'],
  // A change of the gateway is made in place on AWS; here it is a replacement, for no template of ours changes it.
  replaced: ['VpcId', 'InternetGatewayId'],
  create: async ({ VpcId, InternetGatewayId }, { act, pause }) => {
    await act('AttachInternetGateway', { VpcId, InternetGatewayId });
    await pause('ec2/small-resource');
    return { physicalId: `IGW|${VpcId}`, attributes: { AttachmentType: 'IGW' } };
  },
  delete: async (_id, { VpcId, InternetGatewayId }, { act, pause }) => {
    await act('DetachInternetGateway', { VpcId, InternetGatewayId });
    await pause('ec2/internet-gateway');
  },
};

export const egressOnlyInternetGateway: Ec2Type = {
  modelled: ['VpcId', 'Tags'],
  replaced: ['VpcId'],
  create: async (properties, { act, pause }) => {
    const answer = await act<{ EgressOnlyInternetGateway: { EgressOnlyInternetGatewayId: string } }>(
      'CreateEgressOnlyInternetGateway',
      {
        VpcId: properties.VpcId,
        TagSpecifications: specifications('egress-only-internet-gateway', properties.Tags),
      },
    );
    await pause('ec2/small-resource');
    const id = answer.EgressOnlyInternetGateway.EgressOnlyInternetGatewayId;
    return { physicalId: id, attributes: { Id: id } };
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DeleteEgressOnlyInternetGateway', { EgressOnlyInternetGatewayId: id });
    await pause('cloudformation/resource');
  },
  taggedId: ({ physicalId }) => physicalId,
  describe: (id) => ({ physicalId: id, attributes: { Id: id } }),
};

/** `Ref` of an address is the public IP; its allocation id is an attribute. */
export const elasticIp: Ec2Type = {
  modelled: ['Domain', 'Tags'],
  replaced: ['Domain'],
  create: async (properties, { act, pause }) => {
    const { AllocationId, PublicIp } = await act<{ AllocationId: string; PublicIp: string }>(
      'AllocateAddress',
      {
        Domain: properties.Domain ?? 'vpc',
        TagSpecifications: specifications('elastic-ip', properties.Tags),
      },
    );
    await pause('ec2/internet-gateway');
    return { physicalId: PublicIp, attributes: { AllocationId, PublicIp } };
  },
  delete: async (publicIp, _properties, { act, pause, ec2 }) => {
    const address = [...ec2.addresses.values()].find((held) => held.PublicIp === publicIp);
    if (!address) return;
    await act('ReleaseAddress', { AllocationId: address.AllocationId });
    await pause('cloudformation/resource');
  },
  taggedId: ({ attributes }) => String(attributes.AllocationId),
  describe: (publicIp, _properties, ec2) => {
    const address = [...ec2.addresses.values()].find((held) => held.PublicIp === publicIp);
    return { physicalId: publicIp, attributes: { AllocationId: address?.AllocationId, PublicIp: publicIp } };
  },
};

async function settled(
  id: string,
  while_: NatGateway['State'],
  { act, ec2 }: Making,
): Promise<NatGateway | undefined> {
  for (;;) {
    const { NatGateways } = await act<{ NatGateways: NatGateway[] }>('DescribeNatGateways', {
      NatGatewayIds: [id],
    });
    if (NatGateways[0]?.State !== while_) return NatGateways[0];
    await ec2.region.kernel.sleep(POLL_MS);
  }
}

export const natGateway: Ec2Type = {
  modelled: ['SubnetId', 'AllocationId', 'ConnectivityType', 'Tags'],
  replaced: ['SubnetId', 'AllocationId', 'ConnectivityType'],
  create: async (properties, making) => {
    const { NatGateway: made } = await making.act<{ NatGateway: { NatGatewayId: string } }>(
      'CreateNatGateway',
      {
        SubnetId: properties.SubnetId,
        AllocationId: properties.AllocationId,
        ConnectivityType: properties.ConnectivityType,
        TagSpecifications: specifications('natgateway', properties.Tags),
      },
    );
    const gateway = await settled(made.NatGatewayId, 'pending', making);
    if (gateway?.State !== 'available') {
      throw new AwsError(
        'NotStabilized',
        `NatGateway ${made.NatGatewayId} is in state ${gateway?.State} and hence failed to stabilize. Detailed failure message: ${gateway?.FailureMessage}`,
      );
    }
    return { physicalId: made.NatGatewayId, attributes: { NatGatewayId: made.NatGatewayId } };
  },
  delete: async (id, _properties, making) => {
    await making.act('DeleteNatGateway', { NatGatewayId: id });
    await settled(id, 'deleting', making);
  },
  taggedId: ({ physicalId }) => physicalId,
  describe: (id) => ({ physicalId: id, attributes: { NatGatewayId: id } }),
};
