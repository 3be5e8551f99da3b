import { describe, expect, it } from '@jest/globals';
import { lambdaWorld } from '../lambda/world.ts';

/** A VPC, and the look-ups of its functions: at its name servers, or at the one given. */
async function vpcWith(domainNameServers?: readonly string[]) {
  const world = lambdaWorld();
  const vpcId = 'vpc-0aaaaaaaaaaaaaaa1';
  world.plants.plantVpc({
    vpcId,
    cidrBlock: '10.0.0.128/25',
    ...(domainNameServers && { domainNameServers }),
  });
  return { world, vpcId, knows: (server?: string) => world.network.resolvesNames(vpcId, server) };
}

describe('names of private hosted zones in a VPC', () => {
  it("are resolved by Amazon's resolver, at each of its addresses", async () => {
    const { knows } = await vpcWith();
    expect(knows()).toBe(true);
    expect(['10.0.0.130', '169.254.169.253', 'fd00:ec2::253', '10.0.0.131', '8.8.8.8'].filter(knows)).toEqual(
      ['10.0.0.130', '169.254.169.253', 'fd00:ec2::253'],
    );
  });

  it('are not by servers that the DHCP options name in its place, though it still answers', async () => {
    const { knows } = await vpcWith(['10.0.0.200', 'AmazonProvidedDNS']);
    expect([knows(), knows('10.0.0.130')]).toEqual([false, true]);
    expect((await vpcWith(['AmazonProvidedDNS', '10.0.0.200'])).knows()).toBe(true);
  });

  it.each(['EnableDnsSupport', 'EnableDnsHostnames'])('take %s', async (attribute) => {
    const { world, vpcId, knows } = await vpcWith();
    await world.call('ModifyVpcAttribute', { VpcId: vpcId, [attribute]: { Value: false } });
    expect([knows(), knows('169.254.169.253')]).toEqual([false, false]);
  });
});
