import {
  DescribeAvailabilityZonesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type Subnet,
} from '@aws-sdk/client-ec2';
import type { DescribedSubnet } from '../../domain/desired/network/facts.ts';
import { ZONE_IDS_TO_AVOID } from '../../domain/desired/network/subnets.ts';
import type { NetworkPort } from '../../domain/ports/network.ts';
import { named } from '../errors.ts';

/** A subnet as EC2 describes it, with the members that we read. */
export function toDescribedSubnet({
  SubnetId = '',
  VpcId = '',
  AvailabilityZone = '',
  CidrBlock = '',
  MapPublicIpOnLaunch = false,
}: Subnet): DescribedSubnet {
  return { SubnetId, VpcId, AvailabilityZone, CidrBlock, MapPublicIpOnLaunch };
}

/** `NetworkPort` over EC2. */
export class Ec2Network implements NetworkPort {
  readonly #client: EC2Client;

  constructor(client: EC2Client) {
    this.#client = client;
  }

  async availabilityZones(): Promise<readonly string[]> {
    const Filters = [
      { Name: 'zone-type', Values: ['availability-zone'] },
      { Name: 'state', Values: ['available'] },
    ];
    const { AvailabilityZones = [] } = await named(
      this.#client.send(new DescribeAvailabilityZonesCommand({ Filters })),
    );
    return AvailabilityZones.filter(({ ZoneId = '' }) => !ZONE_IDS_TO_AVOID.includes(ZoneId))
      .map(({ ZoneName = '' }) => ZoneName)
      .sort();
  }

  async subnets(subnetIds: readonly string[]): Promise<readonly DescribedSubnet[]> {
    if (subnetIds.length === 0) return [];
    // A filter leaves out ids that do not exist; a list of ids would be refused as a whole.
    const Filters = [{ Name: 'subnet-id', Values: [...subnetIds] }];
    const { Subnets = [] } = await named(this.#client.send(new DescribeSubnetsCommand({ Filters })));
    return Subnets.map(toDescribedSubnet);
  }

  async vpcCidrs(vpcId: string): Promise<readonly string[] | undefined> {
    const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
    const { Vpcs = [] } = await named(this.#client.send(new DescribeVpcsCommand({ Filters })));
    const [vpc] = Vpcs;
    if (!vpc?.CidrBlockAssociationSet) return undefined;
    const { CidrBlock: primary = '', CidrBlockAssociationSet: all } = vpc;
    return [primary, ...all.map(({ CidrBlock = '' }) => CidrBlock).filter((block) => block !== primary)];
  }
}
