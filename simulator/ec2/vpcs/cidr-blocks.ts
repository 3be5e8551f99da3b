import type { AssociateVpcCidrBlockRequest, DisassociateVpcCidrBlockRequest } from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { type Cidr, contains, formatCidr, overlaps, parseCidr } from '../cidr.ts';
import { invalidValue, notFound } from '../errors.ts';
import type { Ec2State, VpcRecord } from '../state.ts';

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

export function associate(ec2: Ec2State, input: AssociateVpcCidrBlockRequest) {
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

export function disassociate(ec2: Ec2State, { AssociationId }: DisassociateVpcCidrBlockRequest) {
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
