import type {
  CreateSubnetRequest,
  DescribeSubnetsRequest,
  ModifySubnetAttributeRequest,
  Subnet,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { addressAt, type Cidr, contains, formatCidr, overlaps, parseCidr } from '../cidr.ts';
import { describe } from '../describe.ts';
import { dependencyViolation, invalidValue, notFound } from '../errors.ts';
import type { Ec2State, SubnetRecord, VpcRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';
import type { Zone } from '../zones.ts';
import { ipv4BlocksOf } from './cidr-blocks.ts';

/** The zones in which the account may place subnets: all availability zones, and local zones it opted in to. */
export function usableZones(ec2: Ec2State): Zone[] {
  return ec2.zones.filter(
    (zone) => zone.type === 'availability-zone' || ec2.scenario.optedInZoneGroups.has(zone.group),
  );
}

function zoneFor(ec2: Ec2State, { AvailabilityZone, AvailabilityZoneId }: CreateSubnetRequest): Zone {
  const zones = usableZones(ec2);
  if (AvailabilityZone !== undefined && AvailabilityZoneId !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter availabilityZone cannot be used with the parameter availabilityZoneId',
    );
  }
  if (AvailabilityZone === undefined && AvailabilityZoneId === undefined) {
    return ec2.region.kernel
      .random(`ec2/${ec2.region.name}/zones`)
      .pick(zones.filter((zone) => zone.type === 'availability-zone'));
  }
  const zone = zones.find((held) => held.name === AvailabilityZone || held.id === AvailabilityZoneId);
  if (zone) return zone;
  const named = AvailabilityZone === undefined ? 'availabilityZoneId' : 'availabilityZone';
  const allowed = zones.map((held) => (AvailabilityZone === undefined ? held.id : held.name)).join(', ');
  throw invalidValue(
    `Value (${AvailabilityZone ?? AvailabilityZoneId}) for parameter ${named} is invalid. Subnets can currently only be created in the following availability zones: ${allowed}.`,
  );
}

function ipv4Block(ec2: Ec2State, vpc: VpcRecord, text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr?.family !== 4) {
    throw invalidValue(`Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  }
  if (cidr.prefix < 16 || cidr.prefix > 28 || !ipv4BlocksOf(vpc).some((block) => contains(block, cidr))) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  }
  for (const subnet of ec2.subnets.values()) {
    if (subnet.VpcId === vpc.VpcId && overlaps(parseCidr(subnet.CidrBlock) as Cidr, cidr)) {
      throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`);
    }
  }
  return cidr;
}

function ipv6Block(ec2: Ec2State, vpc: VpcRecord, text: string): string {
  const cidr = parseCidr(text);
  const blocks = (vpc.Ipv6CidrBlockAssociationSet ?? []).flatMap(
    (held) => parseCidr(held.Ipv6CidrBlock ?? '') ?? [],
  );
  if (cidr?.family !== 6) {
    throw invalidValue(
      `Value (${text}) for parameter ipv6CidrBlock is invalid. This is not a valid IPv6 CIDR block.`,
    );
  }
  if (
    cidr.prefix < 44 ||
    cidr.prefix > 64 ||
    cidr.prefix % 4 !== 0 ||
    !blocks.some((block) => contains(block, cidr))
  ) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  }
  for (const subnet of ec2.subnets.values()) {
    for (const held of subnet.Ipv6CidrBlockAssociationSet ?? []) {
      if (subnet.VpcId === vpc.VpcId && overlaps(parseCidr(held.Ipv6CidrBlock ?? '') as Cidr, cidr)) {
        throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`);
      }
    }
  }
  return formatCidr(cidr);
}

/** Puts a subnet into the records; the caller has judged the blocks. */
export function addSubnet(
  ec2: Ec2State,
  given: {
    readonly id?: string;
    readonly vpcId: string;
    readonly cidr: Cidr;
    readonly zone: Zone;
    readonly ipv6?: string;
    readonly mapPublicIp?: boolean;
    readonly isDefault?: boolean;
    readonly tags: SubnetRecord['Tags'];
  },
): SubnetRecord {
  const SubnetId = given.id ?? ec2.newId('subnet');
  const subnet: SubnetRecord = {
    SubnetId,
    SubnetArn: ec2.region.arn('ec2', `subnet/${SubnetId}`),
    VpcId: given.vpcId,
    CidrBlock: formatCidr(given.cidr),
    AvailabilityZone: given.zone.name,
    AvailabilityZoneId: given.zone.id,
    State: 'available',
    OwnerId: ec2.region.accountId,
    DefaultForAz: given.isDefault ?? false,
    MapPublicIpOnLaunch: given.mapPublicIp ?? false,
    AssignIpv6AddressOnCreation: false,
    Ipv6Native: false,
    EnableDns64: false,
    Ipv6CidrBlockAssociationSet: given.ipv6
      ? [
          {
            AssociationId: ec2.newId('subnet-cidr-assoc'),
            Ipv6CidrBlock: given.ipv6,
            Ipv6CidrBlockState: { State: 'associated' },
          },
        ]
      : [],
    Tags: given.tags,
    used: new Set(),
  };
  ec2.subnets.set(SubnetId, subnet);
  return subnet;
}

function createSubnet(ec2: Ec2State, input: CreateSubnetRequest): { Subnet: Subnet } {
  const vpc = ec2.vpc(input.VpcId ?? '');
  if (!input.CidrBlock) {
    throw new AwsError('MissingParameter', `Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.`);
  }
  const zone = zoneFor(ec2, input);
  const cidr = ipv4Block(ec2, vpc, input.CidrBlock);
  const ipv6 = input.Ipv6CidrBlock ? ipv6Block(ec2, vpc, input.Ipv6CidrBlock) : undefined;
  const tags = tagsFor('subnet', input.TagSpecifications);
  const count = [...ec2.subnets.values()].filter((subnet) => subnet.VpcId === vpc.VpcId).length;
  if (count >= ec2.quota('subnets-per-vpc', 200)) {
    throw new AwsError('SubnetLimitExceeded', 'The maximum number of subnets has been reached.');
  }
  const subnet = addSubnet(ec2, { vpcId: vpc.VpcId, cidr, zone, tags, ...(ipv6 && { ipv6 }) });
  return { Subnet: shown(ec2, subnet) };
}

function shown(ec2: Ec2State, record: SubnetRecord): Subnet {
  const { used, ...subnet } = record;
  return { ...subnet, AvailableIpAddressCount: ec2.freeAddresses(record) };
}

/** Takes the next free address of a subnet. Throws `InsufficientFreeAddressesInSubnet`. */
export function takeAddress(
  ec2: Ec2State,
  subnet: SubnetRecord,
  wanted = 1,
): { offset: number; address: string } {
  if (ec2.freeAddresses(subnet) < wanted) {
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      `There are not enough free addresses in subnet '${subnet.SubnetId}' to satisfy the requested number of instances.`,
    );
  }
  let offset = 4;
  while (subnet.used.has(offset)) offset++;
  subnet.used.add(offset);
  return { offset, address: addressAt(parseCidr(subnet.CidrBlock) as Cidr, offset) };
}

function deleteSubnet(ec2: Ec2State, id: string) {
  const subnet = ec2.subnet(id);
  for (const networkInterface of ec2.networkInterfaces.values()) {
    if (networkInterface.SubnetId === id) {
      throw dependencyViolation(`The subnet '${id}' has dependencies and cannot be deleted.`);
    }
  }
  for (const table of ec2.routeTables.values()) {
    if (table.VpcId === subnet.VpcId) {
      table.Associations = table.Associations.filter((association) => association.SubnetId !== id);
    }
  }
  ec2.subnets.delete(id);
  return {};
}

/** One attribute a call, each of them optional beside the subnet (SDK typing of ModifySubnetAttributeRequest). */
const HOSTNAME_ATTRIBUTES = [
  'PrivateDnsHostnameTypeOnLaunch',
  'EnableResourceNameDnsARecordOnLaunch',
  'EnableResourceNameDnsAAAARecordOnLaunch',
] as const;

function setHostnames(subnet: SubnetRecord, input: ModifySubnetAttributeRequest): void {
  const options = { ...subnet.PrivateDnsNameOptionsOnLaunch };
  if (input.PrivateDnsHostnameTypeOnLaunch) options.HostnameType = input.PrivateDnsHostnameTypeOnLaunch;
  if (input.EnableResourceNameDnsARecordOnLaunch)
    options.EnableResourceNameDnsARecord = input.EnableResourceNameDnsARecordOnLaunch.Value ?? false;
  if (input.EnableResourceNameDnsAAAARecordOnLaunch)
    options.EnableResourceNameDnsAAAARecord = input.EnableResourceNameDnsAAAARecordOnLaunch.Value ?? false;
  subnet.PrivateDnsNameOptionsOnLaunch = options;
}

function modifySubnet(ec2: Ec2State, input: ModifySubnetAttributeRequest) {
  const subnet = ec2.subnet(input.SubnetId ?? '');
  const attributes = ['MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation', ...HOSTNAME_ATTRIBUTES] as const;
  const given = attributes.filter((name) => input[name] !== undefined);
  if (given.length > 1) {
    throw new AwsError('InvalidParameterCombination', 'Fields for multiple attribute types specified');
  }
  if (input.AssignIpv6AddressOnCreation?.Value && subnet.Ipv6CidrBlockAssociationSet?.length === 0) {
    throw invalidValue(
      `Invalid value 'true' for assignIpv6AddressOnCreation. Subnet must be associated with an IPv6 CIDR block.`,
    );
  }
  if (input.MapPublicIpOnLaunch) subnet.MapPublicIpOnLaunch = input.MapPublicIpOnLaunch.Value ?? false;
  if (input.AssignIpv6AddressOnCreation) {
    subnet.AssignIpv6AddressOnCreation = input.AssignIpv6AddressOnCreation.Value ?? false;
  }
  if (HOSTNAME_ATTRIBUTES.some((name) => input[name] !== undefined)) setHostnames(subnet, input);
  return {};
}

export function subnetOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    CreateSubnet: {
      members: [
        'VpcId',
        'CidrBlock',
        'Ipv6CidrBlock',
        'AvailabilityZone',
        'AvailabilityZoneId',
        'TagSpecifications',
      ],
      run: (input: CreateSubnetRequest) => createSubnet(ec2, input),
    },
    DeleteSubnet: {
      members: ['SubnetId'],
      run: ({ SubnetId }: { SubnetId: string }) => deleteSubnet(ec2, SubnetId),
    },
    ModifySubnetAttribute: {
      members: ['SubnetId', 'MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation', ...HOSTNAME_ATTRIBUTES],
      run: (input: ModifySubnetAttributeRequest) => modifySubnet(ec2, input),
    },
    DescribeSubnets: {
      members: ['SubnetIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeSubnetsRequest) => {
        const { found, NextToken } = describe<SubnetRecord>(ec2, 'DescribeSubnets', input, {
          records: ec2.subnets.values(),
          byId: {
            ids: input.SubnetIds,
            parameter: 'subnetIds',
            find: (id) => ec2.subnets.get(id),
            notFound: (id) => notFound('subnet', id),
          },
          tags: (subnet) => subnet.Tags,
          filters: {
            'availability-zone': (subnet) => [subnet.AvailabilityZone],
            availabilityZone: (subnet) => [subnet.AvailabilityZone],
            'availability-zone-id': (subnet) => [subnet.AvailabilityZoneId],
            availabilityZoneId: (subnet) => [subnet.AvailabilityZoneId],
            'available-ip-address-count': (subnet) => [String(ec2.freeAddresses(subnet))],
            'cidr-block': (subnet) => [subnet.CidrBlock],
            cidrBlock: (subnet) => [subnet.CidrBlock],
            cidr: (subnet) => [subnet.CidrBlock],
            'default-for-az': (subnet) => [String(subnet.DefaultForAz)],
            'map-public-ip-on-launch': (subnet) => [String(subnet.MapPublicIpOnLaunch)],
            'owner-id': (subnet) => [subnet.OwnerId],
            state: (subnet) => [subnet.State],
            'subnet-arn': (subnet) => [subnet.SubnetArn],
            'subnet-id': (subnet) => [subnet.SubnetId],
            'vpc-id': (subnet) => [subnet.VpcId],
            'ipv6-cidr-block-association.ipv6-cidr-block': (subnet) =>
              (subnet.Ipv6CidrBlockAssociationSet ?? []).map((held) => held.Ipv6CidrBlock),
          },
          unmodelledFilters: [
            'customer-owned-ipv4-pool',
            'enable-dns64',
            'enable-lni-at-device-index',
            'ipv6-cidr-block-association.association-id',
            'ipv6-cidr-block-association.state',
            'ipv6-native',
            'map-customer-owned-ip-on-launch',
            'outpost-arn',
            'private-dns-name-options-on-launch.hostname-type',
            'private-dns-name-options-on-launch.enable-resource-name-dns-a-record',
            'private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record',
          ],
        });
        return { Subnets: found.map((subnet) => shown(ec2, subnet)), NextToken };
      },
    },
  };
}
