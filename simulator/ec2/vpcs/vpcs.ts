import type {
  AssociateVpcCidrBlockRequest,
  CreateVpcRequest,
  DescribeVpcAttributeRequest,
  DescribeVpcsRequest,
  DisassociateVpcCidrBlockRequest,
  ModifyVpcAttributeRequest,
  Vpc,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { type ModelledOperation, refuseUnmodelled } from '../../modelled-members.ts';
import { type Cidr, formatCidr } from '../cidr.ts';
import { describe } from '../describe.ts';
import { dependencyViolation, notFound } from '../errors.ts';
import { addSecurityGroup } from '../security-groups/records.ts';
import type { Ec2State, VpcRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';
import { addIpv6Block, associate, disassociate, parseVpcCidr } from './cidr-blocks.ts';
import { AMAZON_PROVIDED_DNS } from './name-servers.ts';
import { addRouteTable } from './route-tables.ts';

/** Creates a VPC with its default security group and main route table. */
export function addVpc(
  ec2: Ec2State,
  given: {
    readonly id?: string;
    readonly cidr: Cidr;
    readonly isDefault?: boolean;
    readonly domainNameServers?: readonly string[];
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
    DhcpOptionsId: given.domainNameServers ? ec2.newId('dopt') : 'default',
    CidrBlockAssociationSet: [
      { AssociationId: ec2.newId('vpc-cidr-assoc'), CidrBlock, CidrBlockState: { State: 'associated' } },
    ],
    Ipv6CidrBlockAssociationSet: [],
    Tags: given.tags,
    dnsHostnames: given.isDefault ?? false,
    dnsSupport: true,
    domainNameServers: given.domainNameServers ?? [AMAZON_PROVIDED_DNS],
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

function shown({ dnsHostnames, dnsSupport, domainNameServers, defaultNetworkAclId, ...vpc }: VpcRecord): Vpc {
  return vpc;
}

/**
 * Whether anything is in the VPC that keeps it from being deleted: all but its default group and main route table.
 */
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
