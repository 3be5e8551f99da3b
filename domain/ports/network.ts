import type { DescribedSubnet } from '../desired/network-facts.ts';

/** What is read of EC2 before a cluster is planned. */
export interface NetworkPort {
  /** The region's availability zones that this account may use, sorted; no local zones. */
  availabilityZones(): Promise<readonly string[]>;
  /** Throws `NotFound` where one of them does not exist. */
  subnets(subnetIds: readonly string[]): Promise<readonly DescribedSubnet[]>;
}
