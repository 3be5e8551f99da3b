import { describe, expect, it } from '@jest/globals';
import { lambdaWorld } from '../lambda/world.ts';

/** Two interfaces of one VPC, each in a group of its own, and how the groups' rules are changed. */
async function twoEnds() {
  const world = lambdaWorld();
  const vpc = await world.newVpc('10.0.0.0/16');
  const clientGroup = vpc.groupId;
  const serverGroup = await vpc.newGroup('server');
  const interfaceOf = (subnetId = '', groupId = '') =>
    world.network.createNetworkInterface({
      subnetId,
      groupIds: [groupId],
      description: 'for a test',
      requesterManaged: false,
    }).networkInterfaceId;
  const client = interfaceOf(vpc.subnetIds[0], clientGroup);
  const server = interfaceOf(vpc.subnetIds[1], serverGroup);
  const tcp = (port: number, to: object) => [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...to }];
  return {
    world,
    clientGroup,
    serverGroup,
    letIn: (port: number, from: object) =>
      world.call('AuthorizeSecurityGroupIngress', { GroupId: serverGroup, IpPermissions: tcp(port, from) }),
    letOut: (port: number, to: object) =>
      world.call('AuthorizeSecurityGroupEgress', { GroupId: clientGroup, IpPermissions: tcp(port, to) }),
    shutOut: () =>
      world.call('RevokeSecurityGroupEgress', {
        GroupId: clientGroup,
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      }),
    passes: (port = 443) => world.network.admits([client], [server], port),
  };
}

describe('a connection inside of a VPC', () => {
  it('takes a rule that lets it in, by group or by address, on its port', async () => {
    const ends = await twoEnds();
    expect(ends.passes()).toBe(false);
    await ends.letIn(80, { UserIdGroupPairs: [{ GroupId: ends.clientGroup }] });
    expect([ends.passes(80), ends.passes(443)]).toEqual([true, false]);
    await ends.letIn(443, { IpRanges: [{ CidrIp: '10.0.1.0/24' }] });
    expect(ends.passes()).toBe(false);
    await ends.letIn(443, { IpRanges: [{ CidrIp: '10.0.0.0/24' }] });
    expect(ends.passes()).toBe(true);
  });

  it('takes a rule that lets it out', async () => {
    const ends = await twoEnds();
    await ends.letIn(443, { UserIdGroupPairs: [{ GroupId: ends.clientGroup }] });
    expect(ends.passes()).toBe(true);
    await ends.shutOut();
    expect(ends.passes()).toBe(false);
    await ends.letOut(443, { UserIdGroupPairs: [{ GroupId: ends.serverGroup }] });
    expect(ends.passes()).toBe(true);
  });
});
