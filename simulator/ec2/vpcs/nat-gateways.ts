import type {
  AllocateAddressRequest,
  CreateNatGatewayRequest,
  DescribeAddressesRequest,
  DescribeNatGatewaysRequest,
  NetworkInterfaceType,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import { type ModelledOperation, refuseUnmodelled } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { missing, notFound } from '../errors.ts';
import {
  addNetworkInterface,
  newPublicIp,
  removeNetworkInterface,
} from '../network-interfaces/network-interfaces.ts';
import type { AddressRecord, Ec2State, NatGatewayRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';

/**
 * The time for which a deleted gateway is still listed: "about an hour" (VPC user guide, "Work with NAT gateways").
 */
const LISTED_AFTER_DELETION_MS = 3_600_000;

function allocate(ec2: Ec2State, input: AllocateAddressRequest) {
  const Tags = tagsFor('elastic-ip', input.TagSpecifications);
  if (input.Domain !== undefined && input.Domain !== 'vpc') {
    refuseUnmodelled(ec2.region.kernel, `Domain ${input.Domain} of ec2:AllocateAddress`);
  }
  if (ec2.addresses.size >= ec2.quota('addresses', 5)) {
    throw new AwsError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
  }
  const address: AddressRecord = {
    AllocationId: ec2.newId('eipalloc'),
    PublicIp: newPublicIp(ec2),
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: ec2.region.name,
    Tags,
  };
  ec2.addresses.set(address.AllocationId, address);
  const { AllocationId, PublicIp, Domain, PublicIpv4Pool, NetworkBorderGroup } = address;
  return { AllocationId, PublicIp, Domain, PublicIpv4Pool, NetworkBorderGroup };
}

function addressOf(ec2: Ec2State, id: string): AddressRecord {
  const address = ec2.addresses.get(id);
  if (!address) throw notFound('eipalloc', id);
  return address;
}

function release(ec2: Ec2State, AllocationId: string) {
  const address = addressOf(ec2, AllocationId);
  if (address.AssociationId !== undefined) {
    throw new AwsError(
      'AuthFailure',
      `You do not have permission to access the specified resource. Elastic IP address [${AllocationId}] is associated.`,
    );
  }
  ec2.addresses.delete(AllocationId);
  return {};
}

function createNatGateway(ec2: Ec2State, input: CreateNatGatewayRequest) {
  const subnet = ec2.subnet(input.SubnetId ?? '');
  const Tags = tagsFor('natgateway', input.TagSpecifications);
  const isPublic = input.ConnectivityType !== 'private';
  if (isPublic && !input.AllocationId) throw missing('AllocationId');
  const address = isPublic ? addressOf(ec2, input.AllocationId ?? '') : undefined;
  const inZone = [...ec2.natGateways.values()].filter(
    (gateway) =>
      (gateway.State === 'available' || gateway.State === 'pending') &&
      ec2.subnets.get(gateway.SubnetId)?.AvailabilityZone === subnet.AvailabilityZone,
  ).length;
  const limit = ec2.quota('nat-gateways-per-zone', 5);
  if (inZone >= limit) {
    throw new AwsError(
      'NatGatewayLimitExceeded',
      `Performing this operation would exceed the limit of ${limit} NAT gateways`,
    );
  }
  const gateway: NatGatewayRecord = {
    NatGatewayId: ec2.newId('nat'),
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    State: 'pending',
    ConnectivityType: isPublic ? 'public' : 'private',
    CreateTime: ec2.now(),
    NatGatewayAddresses: address ? [{ AllocationId: address.AllocationId }] : [],
    Tags,
  };
  ec2.natGateways.set(gateway.NatGatewayId, gateway);
  comeUp(ec2, gateway, address);
  return { NatGateway: gateway, ClientToken: input.ClientToken };
}

/** The reason why a gateway ends `failed` ("Troubleshoot NAT gateways", VPC user guide), or undefined. */
function failureOf(ec2: Ec2State, gateway: NatGatewayRecord, address: AddressRecord | undefined) {
  if (!address) return undefined;
  const hasInternet = [...ec2.internetGateways.values()].some((held) =>
    held.Attachments.some((attachment) => attachment.VpcId === gateway.VpcId),
  );
  if (!hasInternet) {
    return {
      code: 'Gateway.NotAttached',
      message: `Network ${gateway.VpcId} has no Internet gateway attached`,
    };
  }
  if (address.AssociationId !== undefined) {
    return {
      code: 'Resource.AlreadyAssociated',
      message: `Elastic IP address [${address.AllocationId}] is already associated`,
    };
  }
  return undefined;
}

function comeUp(ec2: Ec2State, gateway: NatGatewayRecord, address: AddressRecord | undefined): void {
  const { kernel, name, settings } = ec2.region;
  const failure = failureOf(ec2, gateway, address);
  const span = kernel.trace.span({
    id: gateway.NatGatewayId,
    kind: 'ec2/nat-gateway-create',
    region: name,
    startedAt: kernel.now(),
    requires: [],
  });
  if (!failure) attachInterface(ec2, gateway, address);
  kernel.after(sampleDurationMs(kernel, 'ec2/nat-gateway-create', settings.durationScale), () => {
    span.endedAt = kernel.now();
    if (gateway.State !== 'pending') return;
    gateway.State = failure ? 'failed' : 'available';
    if (failure) {
      gateway.FailureCode = failure.code;
      gateway.FailureMessage = failure.message;
      forgetLater(ec2, gateway);
    }
  });
}

function attachInterface(ec2: Ec2State, gateway: NatGatewayRecord, address: AddressRecord | undefined): void {
  const networkInterface = addNetworkInterface(ec2, {
    subnetId: gateway.SubnetId,
    groupIds: [],
    description: `Interface for NAT Gateway ${gateway.NatGatewayId}`,
    interfaceType: 'nat_gateway' as NetworkInterfaceType,
    requesterId: 'amazon-aws',
    attachment: { kind: 'ela-attach', ownerId: 'amazon-aws', deviceIndex: 1, deleteOnTermination: false },
    ...(address && { publicIp: address.PublicIp }),
  });
  const { NetworkInterfaceId, PrivateIpAddress } = networkInterface;
  if (address) {
    address.AssociationId = ec2.newId('eipassoc');
    address.NetworkInterfaceId = NetworkInterfaceId;
    if (PrivateIpAddress !== undefined) address.PrivateIpAddress = PrivateIpAddress;
  }
  gateway.NatGatewayAddresses = [
    {
      NetworkInterfaceId,
      PrivateIp: PrivateIpAddress,
      IsPrimary: true,
      Status: 'succeeded',
      ...(address && {
        AllocationId: address.AllocationId,
        PublicIp: address.PublicIp,
        AssociationId: address.AssociationId,
      }),
    },
  ];
}

function deleteNatGateway(ec2: Ec2State, id: string) {
  const gateway = ec2.natGateways.get(id);
  if (!gateway) throw notFound('nat', id);
  if (gateway.State === 'deleting' || gateway.State === 'deleted') return { NatGatewayId: id };
  gateway.State = 'deleting';
  const { kernel, name, settings } = ec2.region;
  const span = kernel.trace.span({
    id: `${id}/delete`,
    kind: 'ec2/nat-gateway-delete',
    region: name,
    startedAt: kernel.now(),
    requires: [],
  });
  kernel.after(sampleDurationMs(kernel, 'ec2/nat-gateway-delete', settings.durationScale), () => {
    for (const held of gateway.NatGatewayAddresses ?? []) {
      if (held.NetworkInterfaceId) removeNetworkInterface(ec2, held.NetworkInterfaceId);
      const address = ec2.addresses.get(held.AllocationId ?? '');
      if (address && address.NetworkInterfaceId === held.NetworkInterfaceId) {
        delete address.AssociationId;
        delete address.NetworkInterfaceId;
        delete address.PrivateIpAddress;
      }
    }
    gateway.State = 'deleted';
    gateway.DeleteTime = ec2.now();
    span.endedAt = kernel.now();
    for (const table of ec2.routeTables.values()) {
      for (const route of table.Routes) if (route.NatGatewayId === id) route.State = 'blackhole';
    }
    forgetLater(ec2, gateway);
  });
  return { NatGatewayId: id };
}

function forgetLater(ec2: Ec2State, gateway: NatGatewayRecord): void {
  ec2.region.kernel.after(LISTED_AFTER_DELETION_MS, () => ec2.natGateways.delete(gateway.NatGatewayId));
}

export function natGatewayOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    AllocateAddress: {
      members: ['Domain', 'TagSpecifications'],
      run: (input: AllocateAddressRequest) => allocate(ec2, input),
    },
    ReleaseAddress: {
      members: ['AllocationId'],
      run: ({ AllocationId }: { AllocationId: string }) => release(ec2, AllocationId),
    },
    DescribeAddresses: {
      members: ['AllocationIds', 'PublicIps', 'Filters'],
      run: (input: DescribeAddressesRequest) => {
        const byIp = (ip: string) => [...ec2.addresses.values()].find((held) => held.PublicIp === ip);
        const byIps = input.PublicIps && input.PublicIps.length > 0;
        const { found } = describe<AddressRecord>(
          ec2,
          'DescribeAddresses',
          { Filters: input.Filters },
          {
            records: ec2.addresses.values(),
            byId: {
              ids: byIps ? input.PublicIps : input.AllocationIds,
              parameter: 'allocationIds',
              find: (id) => (byIps ? byIp(id) : ec2.addresses.get(id)),
              notFound: (id) =>
                byIps
                  ? new AwsError('InvalidAddress.NotFound', `Address '${id}' not found.`)
                  : notFound('eipalloc', id),
            },
            tags: (address) => address.Tags,
            filters: {
              'allocation-id': (address) => [address.AllocationId],
              'association-id': (address) => [address.AssociationId],
              'network-interface-id': (address) => [address.NetworkInterfaceId],
              'private-ip-address': (address) => [address.PrivateIpAddress],
              'public-ip': (address) => [address.PublicIp],
            },
            unmodelledFilters: ['instance-id', 'network-border-group', 'network-interface-owner-id'],
          },
        );
        return { Addresses: found };
      },
    },
    CreateNatGateway: {
      members: ['SubnetId', 'AllocationId', 'ConnectivityType', 'TagSpecifications', 'ClientToken'],
      run: (input: CreateNatGatewayRequest) => createNatGateway(ec2, input),
    },
    DeleteNatGateway: {
      members: ['NatGatewayId'],
      run: ({ NatGatewayId }: { NatGatewayId: string }) => deleteNatGateway(ec2, NatGatewayId),
    },
    DescribeNatGateways: {
      members: ['NatGatewayIds', 'Filter', 'MaxResults', 'NextToken'],
      run: (input: DescribeNatGatewaysRequest) => {
        const { found, NextToken } = describe<NatGatewayRecord>(
          ec2,
          'DescribeNatGateways',
          { Filters: input.Filter, MaxResults: input.MaxResults, NextToken: input.NextToken },
          {
            records: ec2.natGateways.values(),
            byId: {
              ids: input.NatGatewayIds,
              parameter: 'natGatewayIds',
              find: (id) => ec2.natGateways.get(id),
              notFound: (id) => notFound('nat', id),
            },
            tags: (gateway) => gateway.Tags,
            filters: {
              'nat-gateway-id': (gateway) => [gateway.NatGatewayId],
              state: (gateway) => [gateway.State],
              'subnet-id': (gateway) => [gateway.SubnetId],
              'vpc-id': (gateway) => [gateway.VpcId],
            },
          },
        );
        return { NatGateways: found, NextToken };
      },
    },
  };
}
