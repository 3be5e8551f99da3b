import type {
  AssociateVpcCidrBlockRequest,
  CreateVpcRequest,
  DescribeVpcAttributeRequest,
  DescribeVpcsRequest,
  DisassociateVpcCidrBlockRequest,
  ModifyVpcAttributeRequest,
  Vpc,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../aws-error.ts';
import { type ModelledOperation, refuseUnmodelled } from '../modelled-members.ts';
import { type Cidr, contains, formatCidr, overlaps, parseCidr } from './cidr.ts';
import { describe } from './describe.ts';
import { dependencyViolation, invalidValue, notFound } from './errors.ts';
import { addRouteTable } from './route-tables.ts';
import { addSecurityGroup } from './security-group-records.ts';
import type { Ec2State, VpcRecord } from './state.ts';
import { tagsFor } from './tags.ts';

/** Parses a VPC's IPv4 block and holds it to /16–/28 (VPC user guide, "VPC CIDR blocks"). */
export function parseVpcCidr(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr?.family !== 4) {
    throw invalidValue(`Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);
  }
  if (cidr.prefix < 16 || cidr.prefix > 28) {
    throw new AwsError('InvalidVpc.Range', `The CIDR '${text}' is invalid.`);
  }
  return cidr;
}

const block = (text: string): Cidr => parseCidr(text) as Cidr;
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '198.19.0.0/16'].map(block);
const SHARED = block('100.64.0.0/10');

/** The table "IPv4 CIDR block association restrictions" of the VPC user guide. */
function isRestricted(primary: Cidr, added: Cidr): boolean {
  if (contains(SHARED, added)) return false;
  const home = PRIVATE.find((range) => contains(range, primary));
  return PRIVATE.some((range) => overlaps(range, added) && range !== home);
}

/** The IPv4 blocks of a VPC, its first one first. */
export function ipv4BlocksOf(vpc: VpcRecord): Cidr[] {
  return (vpc.CidrBlockAssociationSet ?? []).flatMap(({ CidrBlock }) => parseCidr(CidrBlock ?? '') ?? []);
}

/** Creates a VPC with its default security group and main route table. */
export function addVpc(
  ec2: Ec2State,
  given: {
    readonly id?: string;
    readonly cidr: Cidr;
    readonly isDefault?: boolean;
    readonly tags: VpcRecord['Tags'];
  },
): VpcRecord {
  const VpcId = given.id ?? ec2.newId('vpc');
  const CidrBlock = formatCidr(given.cidr);
  const vpc: VpcRecord = {
    VpcId,
    CidrBlock,
    State: 'available',
    IsDefault: given.isDefault ?? false,
    InstanceTenancy: 'default',
    OwnerId: ec2.region.accountId,
    DhcpOptionsId: 'default',
    CidrBlockAssociationSet: [
      { AssociationId: ec2.newId('vpc-cidr-assoc'), CidrBlock, CidrBlockState: { State: 'associated' } },
    ],
    Ipv6CidrBlockAssociationSet: [],
    Tags: given.tags,
    dnsHostnames: given.isDefault ?? false,
    dnsSupport: true,
    defaultNetworkAclId: ec2.newId('acl'),
  };
  ec2.vpcs.set(VpcId, vpc);
  addSecurityGroup(ec2, {
    name: 'default',
    description: 'default VPC security group',
    vpcId: VpcId,
    tags: [],
  });
  addRouteTable(ec2, { vpc, isMain: true, tags: [] });
  return vpc;
}

/** An Amazon-provided /56, as EC2 gives them out. */
export function addIpv6Block(ec2: Ec2State, vpc: VpcRecord): string {
  const hex = ec2.region.kernel.random(`ec2/${ec2.region.name}/ipv6`).text(6, '0123456789abcdef');
  const cidr = parseCidr(`2600:1f${hex.slice(0, 2)}:${hex.slice(2)}:${hex.slice(0, 2)}00::/56`) as Cidr;
  const text = formatCidr(cidr);
  vpc.Ipv6CidrBlockAssociationSet?.push({
    AssociationId: ec2.newId('vpc-cidr-assoc'),
    Ipv6CidrBlock: text,
    Ipv6CidrBlockState: { State: 'associated' },
    NetworkBorderGroup: ec2.region.name,
    Ipv6Pool: 'Amazon',
  });
  return text;
}

function createVpc(ec2: Ec2State, input: CreateVpcRequest): { Vpc: Vpc } {
  if (!input.CidrBlock) {
    throw new AwsError('MissingParameter', `Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.`);
  }
  if (input.InstanceTenancy !== undefined && input.InstanceTenancy !== 'default') {
    refuseUnmodelled(ec2.region.kernel, `InstanceTenancy ${input.InstanceTenancy} of ec2:CreateVpc`);
  }
  const cidr = parseVpcCidr(input.CidrBlock);
  const tags = tagsFor('vpc', input.TagSpecifications);
  if (ec2.vpcs.size >= ec2.quota('vpcs', 5)) {
    throw new AwsError('VpcLimitExceeded', 'The maximum number of VPCs has been reached.');
  }
  const vpc = addVpc(ec2, { cidr, tags });
  if (input.AmazonProvidedIpv6CidrBlock) addIpv6Block(ec2, vpc);
  return { Vpc: shown(vpc) };
}

function shown({ dnsHostnames, dnsSupport, defaultNetworkAclId, ...vpc }: VpcRecord): Vpc {
  return vpc;
}

function associate(ec2: Ec2State, input: AssociateVpcCidrBlockRequest) {
  const vpc = ec2.vpc(input.VpcId ?? '');
  if (input.AmazonProvidedIpv6CidrBlock) {
    if ((vpc.Ipv6CidrBlockAssociationSet ?? []).length >= ec2.quota('ipv6-cidrs-per-vpc', 5)) {
      throw new AwsError(
        'CidrLimitExceeded',
        `This network '${vpc.VpcId}' has met its maximum number of allowed CIDRs: 5`,
      );
    }
    addIpv6Block(ec2, vpc);
    return { VpcId: vpc.VpcId, Ipv6CidrBlockAssociation: vpc.Ipv6CidrBlockAssociationSet?.at(-1) };
  }
  const cidr = parseVpcCidr(input.CidrBlock ?? '');
  const held = ipv4BlocksOf(vpc);
  if (held.some((other) => overlaps(other, cidr))) {
    throw new AwsError(
      'InvalidVpc.Range',
      `The CIDR '${input.CidrBlock}' conflicts with another CIDR block that is associated with the VPC`,
    );
  }
  if (isRestricted(held[0] as Cidr, cidr)) {
    throw new AwsError(
      'InvalidVpc.Range',
      `The CIDR '${input.CidrBlock}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/AmazonVPC/latest/UserGuide/VPC_Subnets.html#VPC_Sizing`,
    );
  }
  const limit = ec2.quota('ipv4-cidrs-per-vpc', 5);
  if (held.length >= limit) {
    throw new AwsError(
      'CidrLimitExceeded',
      `This network '${vpc.VpcId}' has met its maximum number of allowed CIDRs: ${limit}`,
    );
  }
  const association = {
    AssociationId: ec2.newId('vpc-cidr-assoc'),
    CidrBlock: formatCidr(cidr),
    CidrBlockState: { State: 'associated' as const },
  };
  vpc.CidrBlockAssociationSet?.push(association);
  for (const table of ec2.routeTables.values()) {
    if (table.VpcId !== vpc.VpcId) continue;
    table.Routes.unshift({
      DestinationCidrBlock: association.CidrBlock,
      GatewayId: 'local',
      State: 'active',
      Origin: 'CreateRouteTable',
    });
  }
  return { VpcId: vpc.VpcId, CidrBlockAssociation: association };
}

function disassociate(ec2: Ec2State, { AssociationId }: DisassociateVpcCidrBlockRequest) {
  for (const vpc of ec2.vpcs.values()) {
    const four = vpc.CidrBlockAssociationSet ?? [];
    const six = vpc.Ipv6CidrBlockAssociationSet ?? [];
    const index = four.findIndex((held) => held.AssociationId === AssociationId);
    const index6 = six.findIndex((held) => held.AssociationId === AssociationId);
    const text = four[index]?.CidrBlock ?? six[index6]?.Ipv6CidrBlock;
    if (text === undefined) continue;
    if (index === 0) {
      throw new AwsError(
        'OperationNotPermitted',
        `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
      );
    }
    const used = [...ec2.subnets.values()].some(
      (subnet) =>
        subnet.VpcId === vpc.VpcId &&
        [
          subnet.CidrBlock,
          ...(subnet.Ipv6CidrBlockAssociationSet ?? []).map((held) => held.Ipv6CidrBlock ?? ''),
        ].some((held) => contains(block(text), block(held))),
    );
    if (used) {
      throw new AwsError(
        'InvalidCidrBlock.InUse',
        `The vpc ${vpc.VpcId} currently has a subnet within CIDR block ${text}`,
      );
    }
    if (index > 0) four.splice(index, 1);
    else six.splice(index6, 1);
    for (const table of ec2.routeTables.values()) {
      if (table.VpcId === vpc.VpcId)
        table.Routes = table.Routes.filter((route) => route.DestinationCidrBlock !== text);
    }
    return { VpcId: vpc.VpcId };
  }
  throw notFound('vpc-cidr-assoc', AssociationId ?? '');
}

/** What keeps a VPC from being deleted: everything in it but its default group and main route table. */
function hasDependencies(ec2: Ec2State, vpcId: string): boolean {
  const inVpc = (records: Iterable<{ VpcId?: string }>): boolean => {
    for (const record of records) if (record.VpcId === vpcId) return true;
    return false;
  };
  return (
    inVpc(ec2.subnets.values()) ||
    inVpc(ec2.networkInterfaces.values()) ||
    inVpc(ec2.vpcEndpoints.values()) ||
    [...ec2.securityGroups.values()].some(
      (group) => group.VpcId === vpcId && group.GroupName !== 'default',
    ) ||
    [...ec2.routeTables.values()].some(
      (table) => table.VpcId === vpcId && !table.Associations.some((held) => held.Main),
    ) ||
    [...ec2.internetGateways.values()].some((gateway) =>
      gateway.Attachments.some((held) => held.VpcId === vpcId),
    ) ||
    [...ec2.egressOnlyGateways.values()].some((gateway) => gateway.vpcId === vpcId)
  );
}

function deleteVpc(ec2: Ec2State, id: string) {
  ec2.vpc(id);
  if (hasDependencies(ec2, id)) {
    throw dependencyViolation(`The vpc '${id}' has dependencies and cannot be deleted.`);
  }
  for (const [groupId, group] of ec2.securityGroups)
    if (group.VpcId === id) ec2.securityGroups.delete(groupId);
  for (const [tableId, table] of ec2.routeTables) if (table.VpcId === id) ec2.routeTables.delete(tableId);
  ec2.vpcs.delete(id);
  return {};
}

export function vpcOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    CreateVpc: {
      members: ['CidrBlock', 'AmazonProvidedIpv6CidrBlock', 'InstanceTenancy', 'TagSpecifications'],
      run: (input: CreateVpcRequest) => createVpc(ec2, input),
    },
    DeleteVpc: { members: ['VpcId'], run: ({ VpcId }: { VpcId: string }) => deleteVpc(ec2, VpcId) },
    AssociateVpcCidrBlock: {
      members: ['VpcId', 'CidrBlock', 'AmazonProvidedIpv6CidrBlock'],
      run: (input: AssociateVpcCidrBlockRequest) => associate(ec2, input),
    },
    DisassociateVpcCidrBlock: {
      members: ['AssociationId'],
      run: (input: DisassociateVpcCidrBlockRequest) => disassociate(ec2, input),
    },
    ModifyVpcAttribute: {
      members: ['VpcId', 'EnableDnsHostnames', 'EnableDnsSupport'],
      run: ({ VpcId, EnableDnsHostnames, EnableDnsSupport }: ModifyVpcAttributeRequest) => {
        const vpc = ec2.vpc(VpcId ?? '');
        if (EnableDnsHostnames && EnableDnsSupport) {
          throw new AwsError('InvalidParameterCombination', 'Fields for multiple attribute types specified');
        }
        if (EnableDnsHostnames) vpc.dnsHostnames = EnableDnsHostnames.Value ?? false;
        if (EnableDnsSupport) vpc.dnsSupport = EnableDnsSupport.Value ?? false;
        return {};
      },
    },
    DescribeVpcAttribute: {
      members: ['VpcId', 'Attribute'],
      run: ({ VpcId, Attribute }: DescribeVpcAttributeRequest) => {
        const vpc = ec2.vpc(VpcId ?? '');
        if (Attribute === 'enableDnsHostnames')
          return { VpcId, EnableDnsHostnames: { Value: vpc.dnsHostnames } };
        if (Attribute === 'enableDnsSupport') return { VpcId, EnableDnsSupport: { Value: vpc.dnsSupport } };
        refuseUnmodelled(ec2.region.kernel, `the attribute ${Attribute} of ec2:DescribeVpcAttribute`);
      },
    },
    DescribeVpcs: {
      members: ['VpcIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeVpcsRequest) => {
        const { found, NextToken } = describe<VpcRecord>(ec2, 'DescribeVpcs', input, {
          records: ec2.vpcs.values(),
          byId: {
            ids: input.VpcIds,
            parameter: 'vpcIds',
            find: (id) => ec2.vpcs.get(id),
            notFound: (id) => notFound('vpc', id),
          },
          tags: (vpc) => vpc.Tags,
          filters: {
            cidr: (vpc) => [vpc.CidrBlock],
            'cidr-block-association.cidr-block': (vpc) =>
              (vpc.CidrBlockAssociationSet ?? []).map((held) => held.CidrBlock),
            'ipv6-cidr-block-association.ipv6-cidr-block': (vpc) =>
              (vpc.Ipv6CidrBlockAssociationSet ?? []).map((held) => held.Ipv6CidrBlock),
            'is-default': (vpc) => [String(vpc.IsDefault)],
            'owner-id': (vpc) => [vpc.OwnerId],
            state: (vpc) => [vpc.State],
            'vpc-id': (vpc) => [vpc.VpcId],
          },
          unmodelledFilters: [
            'cidr-block-association.association-id',
            'cidr-block-association.state',
            'dhcp-options-id',
            'ipv6-cidr-block-association.association-id',
            'ipv6-cidr-block-association.ipv6-pool',
            'ipv6-cidr-block-association.state',
          ],
        });
        return { Vpcs: found.map(shown), NextToken };
      },
    },
  };
}
