import type { EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, it } from '@jest/globals';
import { Ec2Network } from '../../aws/ec2/network.ts';

const zones = (...zones: readonly (readonly [string, string])[]) =>
  ({
    send: async () => ({ AvailabilityZones: zones.map(([ZoneName, ZoneId]) => ({ ZoneName, ZoneId })) }),
  }) as unknown as EC2Client;

describe('the blocks of a VPC', () => {
  const answering = (...Vpcs: readonly object[]) =>
    ({ send: async () => ({ Vpcs }) }) as unknown as EC2Client;

  it('are told with the primary one first, wherever EC2 tells it', async () => {
    const CidrBlockAssociationSet = [{ CidrBlock: '10.1.0.0/16' }, { CidrBlock: '10.0.0.0/16' }];
    const client = answering({ CidrBlock: '10.0.0.0/16', CidrBlockAssociationSet });
    expect(await new Ec2Network(client).vpcCidrs('vpc-1')).toEqual(['10.0.0.0/16', '10.1.0.0/16']);
    expect(await new Ec2Network(answering()).vpcCidrs('vpc-1')).toBeUndefined();
  });
});

describe('the zones that a cluster gets by itself', () => {
  it('are those that take control planes, by their ids: letters are each account’s own', async () => {
    const client = zones(['us-east-1b', 'use1-az6'], ['us-east-1a', 'use1-az3'], ['us-east-1e', 'use1-az1']);
    expect(await new Ec2Network(client).availabilityZones()).toEqual(['us-east-1b', 'us-east-1e']);
  });
});
