import type {
  DeleteNetworkInterfaceRequest,
  DescribeNetworkInterfacesRequest,
  DetachNetworkInterfaceRequest,
  NetworkInterface,
  NetworkInterfaceType,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { invalidValue, notFound } from '../errors.ts';
import type { Ec2State, NetworkInterfaceRecord } from '../state.ts';
import { takeAddress } from '../vpcs/subnets.ts';

export interface NewNetworkInterface {
  readonly id?: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly description: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly interfaceType?: NetworkInterfaceType;
  /** The maker of one of AWS's own interfaces: `amazon-elb`, `amazon-eks`, an account id of AWS. */
  readonly requesterId?: string;
  /** The attachment; an interface without one is `available`. */
  readonly attachment?: {
    readonly kind: 'eni-attach' | 'ela-attach';
    readonly instanceId?: string;
    readonly ownerId: string;
    readonly deviceIndex: number;
    readonly deleteOnTermination: boolean;
  };
  readonly publicIp?: string;
}

/** A public address out of AWS's ranges. */
export function newPublicIp(ec2: Ec2State): string {
  const random = ec2.region.kernel.random(`ec2/${ec2.region.name}/public-ips`);
  return `${random.pick([3, 18, 34, 44, 52, 54])}.${random.integer(1, 254)}.${random.integer(0, 255)}.${random.integer(1, 254)}`;
}

/** Creates an interface and takes an address of its subnet. */
export function addNetworkInterface(ec2: Ec2State, given: NewNetworkInterface): NetworkInterfaceRecord {
  const subnet = ec2.subnet(given.subnetId);
  const groups = given.groupIds.map((id) => ec2.securityGroup(id));
  for (const group of groups) {
    if (group.VpcId !== subnet.VpcId) {
      throw new AwsError(
        'InvalidParameter',
        `Security group ${group.GroupId} and subnet ${subnet.SubnetId} belong to different networks.`,
      );
    }
  }
  const { offset, address } = takeAddress(ec2, subnet);
  const { attachment } = given;
  const NetworkInterfaceId = given.id ?? ec2.newId('eni');
  const record: NetworkInterfaceRecord = {
    NetworkInterfaceId,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    AvailabilityZone: subnet.AvailabilityZone,
    Description: given.description,
    Groups: groups.map(({ GroupId, GroupName }) => ({ GroupId, GroupName })),
    InterfaceType: given.interfaceType ?? 'interface',
    Ipv6Addresses: [],
    OwnerId: ec2.region.accountId,
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
    RequesterManaged: given.requesterId !== undefined,
    ...(given.requesterId !== undefined && { RequesterId: given.requesterId }),
    SourceDestCheck: true,
    Status: attachment ? 'in-use' : 'available',
    Tags: Object.entries(given.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    addressOffset: offset,
    ...(attachment && {
      Attachment: {
        AttachmentId: ec2.newId(attachment.kind),
        AttachTime: ec2.now(),
        DeleteOnTermination: attachment.deleteOnTermination,
        DeviceIndex: attachment.deviceIndex,
        ...(attachment.instanceId !== undefined && { InstanceId: attachment.instanceId }),
        InstanceOwnerId: attachment.ownerId,
        Status: 'attached' as const,
      },
    }),
    ...(given.publicIp !== undefined && { Association: { PublicIp: given.publicIp, IpOwnerId: 'amazon' } }),
  };
  ec2.networkInterfaces.set(NetworkInterfaceId, record);
  if (attachment?.instanceId !== undefined) {
    const attached = ec2.interfacesOfInstances.get(attachment.instanceId) ?? new Set();
    ec2.interfacesOfInstances.set(attachment.instanceId, attached.add(record));
  }
  return record;
}

/** Removes an interface whatever uses it: for the service that owns it. */
export function removeNetworkInterface(ec2: Ec2State, id: string): void {
  const record = ec2.networkInterfaces.get(id);
  if (!record) return;
  ec2.subnets.get(record.SubnetId)?.used.delete(record.addressOffset);
  ec2.networkInterfaces.delete(id);
  forgetAttachment(ec2, record);
}

/** Takes an interface off its instance. */
export function forgetAttachment(ec2: Ec2State, record: NetworkInterfaceRecord): void {
  const instanceId = record.Attachment?.InstanceId;
  if (instanceId !== undefined) {
    const attached = ec2.interfacesOfInstances.get(instanceId);
    attached?.delete(record);
    if (attached?.size === 0) ec2.interfacesOfInstances.delete(instanceId);
  }
  delete record.Attachment;
  record.Status = 'available';
}

function remove(ec2: Ec2State, { NetworkInterfaceId }: DeleteNetworkInterfaceRequest) {
  const record = ec2.networkInterface(NetworkInterfaceId ?? '');
  if (record.Status !== 'available') {
    throw invalidValue(`Network interface '${record.NetworkInterfaceId}' is currently in use.`);
  }
  removeNetworkInterface(ec2, record.NetworkInterfaceId);
  return {};
}

/** Detaches an interface from an instance; those of AWS's own services are refused (recorded in public threads). */
function detach(ec2: Ec2State, { AttachmentId }: DetachNetworkInterfaceRequest) {
  const record = [...ec2.networkInterfaces.values()].find(
    (held) => held.Attachment?.AttachmentId === AttachmentId,
  );
  if (!record) throw notFound('eni-attach', AttachmentId ?? '');
  if (AttachmentId?.startsWith('ela-attach-')) {
    throw new AwsError('OperationNotPermitted', `You are not allowed to manage 'ela-attach' attachments.`);
  }
  if (record.RequesterManaged) {
    throw new AwsError('AuthFailure', 'You do not have permission to access the specified resource.');
  }
  if (record.Attachment?.DeviceIndex === 0) {
    throw new AwsError(
      'OperationNotPermitted',
      'The network interface at device index 0 and networkCard index 0 cannot be detached.',
    );
  }
  if (record.Attachment) record.Attachment.Status = 'detaching';
  const ms = sampleDurationMs(ec2.region.kernel, 'ec2/small-resource', ec2.region.settings.durationScale);
  ec2.region.kernel.after(ms, () => {
    forgetAttachment(ec2, record);
  });
  return {};
}

function shown({ Tags, addressOffset, ...record }: NetworkInterfaceRecord): NetworkInterface {
  return { ...record, TagSet: Tags };
}

function describeInterfaces(ec2: Ec2State, input: DescribeNetworkInterfacesRequest) {
  const { found, NextToken } = describe<NetworkInterfaceRecord>(ec2, 'DescribeNetworkInterfaces', input, {
    records: ec2.networkInterfaces.values(),
    byId: {
      ids: input.NetworkInterfaceIds,
      parameter: 'networkInterfaceIds',
      find: (id) => ec2.networkInterfaces.get(id),
      notFound: (id) => notFound('eni', id),
    },
    tags: (held) => held.Tags,
    filters: {
      'addresses.private-ip-address': (held) => [held.PrivateIpAddress],
      'association.public-ip': (held) => [held.Association?.PublicIp],
      'association.ip-owner-id': (held) => [held.Association?.IpOwnerId],
      'attachment.attachment-id': (held) => [held.Attachment?.AttachmentId],
      'attachment.device-index': (held) => [held.Attachment && String(held.Attachment.DeviceIndex)],
      'attachment.instance-id': (held) => [held.Attachment?.InstanceId],
      'attachment.instance-owner-id': (held) => [held.Attachment?.InstanceOwnerId],
      'attachment.status': (held) => [held.Attachment?.Status],
      'availability-zone': (held) => [held.AvailabilityZone],
      description: (held) => [held.Description],
      'group-id': (held) => (held.Groups ?? []).map((group) => group.GroupId),
      'group-name': (held) => (held.Groups ?? []).map((group) => group.GroupName),
      'interface-type': (held) => [held.InterfaceType],
      'network-interface-id': (held) => [held.NetworkInterfaceId],
      'owner-id': (held) => [held.OwnerId],
      'private-ip-address': (held) => [held.PrivateIpAddress],
      'requester-id': (held) => [held.RequesterId],
      'requester-managed': (held) => [String(held.RequesterManaged)],
      status: (held) => [held.Status],
      'subnet-id': (held) => [held.SubnetId],
      'vpc-id': (held) => [held.VpcId],
    },
    unmodelledFilters: [
      'addresses.association.owner-id',
      'addresses.association.public-ip',
      'addresses.primary',
      'association.allocation-id',
      'association.association-id',
      'association.public-dns-name',
      'attachment.attach-time',
      'attachment.delete-on-termination',
      'attachment.nat-gateway-id',
      'ipv6-addresses.ipv6-address',
      'mac-address',
      'private-dns-name',
      'source-dest-check',
    ],
  });
  return { NetworkInterfaces: found.map(shown), NextToken };
}

export function networkInterfaceOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    DeleteNetworkInterface: {
      members: ['NetworkInterfaceId'],
      run: (input: DeleteNetworkInterfaceRequest) => remove(ec2, input),
    },
    DetachNetworkInterface: {
      members: ['AttachmentId', 'Force'],
      run: (input: DetachNetworkInterfaceRequest) => detach(ec2, input),
    },
    DescribeNetworkInterfaces: {
      members: ['NetworkInterfaceIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeNetworkInterfacesRequest) => describeInterfaces(ec2, input),
    },
  };
}
