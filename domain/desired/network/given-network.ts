import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { Finding } from '../../cluster-config/problem.ts';
import type { DescribedSubnet } from './facts.ts';

/** The answers of DescribeSubnets and DescribeVpcs to `givenNetwork(config)`. */
export interface DescribedNetwork {
  readonly subnets: readonly DescribedSubnet[];
  /** The VPC's `CidrBlockAssociationSet`, where it was described. */
  readonly vpcCidrs?: readonly string[];
}

function subnetFindings(
  path: string,
  written: {
    readonly id?: string | undefined;
    readonly az?: string | undefined;
    readonly cidr?: string | undefined;
  },
  found: DescribedSubnet | undefined,
): Finding[] {
  if (!found) {
    const message = 'there is no such subnet in this account and region';
    return [{ path: `${path}.id`, found: written.id, allowed: 'a subnet that exists', message }];
  }
  const differs = (member: 'az' | 'cidr', actual: string | undefined) =>
    written[member] !== undefined && actual !== undefined && written[member] !== actual
      ? [
          {
            path: `${path}.${member}`,
            found: written[member],
            allowed: actual,
            message: `does not match subnet ${found.SubnetId}`,
          },
        ]
      : [];
  return [...differs('az', found.AvailabilityZone), ...differs('cidr', found.CidrBlock)];
}

/** The places where a document is wrong about an existing network. They are found before anything is changed. */
export function givenNetworkFindings(config: ClusterConfig, described: DescribedNetwork): Finding[] {
  const { vpc } = config;
  const byId = new Map(described.subnets.map((subnet) => [subnet.SubnetId, subnet]));
  const subnets = (['private', 'public'] as const).flatMap((kind) =>
    Object.entries(vpc?.subnets?.[kind] ?? {}).flatMap(([key, written]) =>
      subnetFindings(`vpc.subnets.${kind}.${key}`, written, byId.get(written.id ?? '')),
    ),
  );
  const vpcIds = [...new Set(described.subnets.map(({ VpcId }) => VpcId))];
  const foreign = vpc?.id !== undefined ? vpcIds.filter((id) => id !== vpc.id) : vpcIds.slice(1);
  const wrongVpc = foreign.map((found) => ({
    path: 'vpc.id',
    found,
    allowed: vpc?.id ?? vpcIds[0] ?? '',
    message: 'the subnets are in another VPC',
  }));
  const wrongCidr =
    vpc?.cidr !== undefined && described.vpcCidrs !== undefined && !described.vpcCidrs.includes(vpc.cidr)
      ? [
          {
            path: 'vpc.cidr',
            found: vpc.cidr,
            allowed: described.vpcCidrs.join(', '),
            message: `does not match VPC ${vpc.id ?? vpcIds[0] ?? ''}`,
          },
        ]
      : [];
  return [...wrongVpc, ...wrongCidr, ...subnets];
}
