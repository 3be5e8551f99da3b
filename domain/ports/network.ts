import type { DescribedSubnet } from '../desired/network/facts.ts';

/** EC2's reads before a cluster is planned. */
export interface NetworkPort {
  /** The region's availability zones in which this account may have control planes, sorted; no local zones. */
  availabilityZones(): Promise<readonly string[]>;
  /** Those of them that exist. */
  subnets(subnetIds: readonly string[]): Promise<readonly DescribedSubnet[]>;
  /** The VPC's IPv4 blocks, the primary one first; undefined where there is no such VPC. */
  vpcCidrs(vpcId: string): Promise<readonly string[] | undefined>;
}
