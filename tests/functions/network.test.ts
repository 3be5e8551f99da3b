import type { EC2Client } from '@aws-sdk/client-ec2';
import { describe, expect, it } from '@jest/globals';
import { Ec2Network } from '../../aws/network.ts';

const zones = (...zones: readonly (readonly [string, string])[]) =>
  ({
    send: async () => ({ AvailabilityZones: zones.map(([ZoneName, ZoneId]) => ({ ZoneName, ZoneId })) }),
  }) as unknown as EC2Client;

describe('the zones that a cluster gets by itself', () => {
  it('are those that take control planes, by their ids: letters are each account’s own', async () => {
    const client = zones(['us-east-1b', 'use1-az6'], ['us-east-1a', 'use1-az3'], ['us-east-1e', 'use1-az1']);
    expect(await new Ec2Network(client).availabilityZones()).toEqual(['us-east-1b', 'us-east-1e']);
  });
});
