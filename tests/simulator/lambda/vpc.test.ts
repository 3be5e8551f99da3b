import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, failureOf, lambdaWorld } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600 * 1000;

async function connected() {
  const world = lambdaWorld();
  const vpc = await world.newVpc('10.0.0.0/16');
  const VpcConfig = { SubnetIds: vpc.subnetIds, SecurityGroupIds: [vpc.groupId] };
  await world.inTime(world.create({ VpcConfig }));
  return { world, vpc, VpcConfig };
}

describe('a function in a VPC', () => {
  it('has one interface in each of its subnets, which only Lambda can take away', async () => {
    const { world, vpc } = await connected();
    const held = await world.interfaces();
    expect(held.map(({ SubnetId }) => SubnetId).sort()).toEqual([...vpc.subnetIds].sort());
    expect(held.every(({ Description }) => /^AWS Lambda VPC ENI-fn-[0-9a-f-]{36}$/.test(Description))).toBe(
      true,
    );
    expect(held.map(({ InterfaceType, Status }) => [InterfaceType, Status])).toEqual([
      ['lambda', 'in-use'],
      ['lambda', 'in-use'],
    ]);
    const [{ NetworkInterfaceId, Attachment } = { NetworkInterfaceId: '', Attachment: undefined }] = held;
    expect((await failureOf(world.call('DeleteNetworkInterface', { NetworkInterfaceId }))).code).toBe(
      'InvalidParameterValue',
    );
    const AttachmentId = Attachment?.AttachmentId ?? '';
    expect((await failureOf(world.call('DetachNetworkInterface', { AttachmentId }))).code).toBe(
      'OperationNotPermitted',
    );
  });

  it('shares interfaces with functions of the same subnets and groups', async () => {
    const { world, VpcConfig } = await connected();
    await world.inTime(world.create({ FunctionName: 'other', VpcConfig }));
    expect(await world.interfaces()).toHaveLength(2);
    await world.inTime(world.remove());
    expect(await world.interfaces()).toHaveLength(2);
    await world.inTime(world.remove('other'));
    expect(await world.interfaces()).toHaveLength(0);
  });

  it('cannot be invoked until its interfaces are there', async () => {
    const world = lambdaWorld();
    const vpc = await world.newVpc('10.0.0.0/16');
    const made = world.create({
      VpcConfig: { SubnetIds: vpc.subnetIds, SecurityGroupIds: [vpc.groupId] },
    });
    await world.settle(1000);
    expect((await failureOf(world.invoke())).code).toBe('ResourceNotReadyException');
    await world.inTime(made);
    const { Payload } = await world.inTime(world.invoke(), MINUTE_MS);
    expect(new TextDecoder().decode(Payload)).toBe('"done"');
  });

  it('keeps its subnets and its group from being deleted, for minutes after its own end', async () => {
    const { world, vpc } = await connected();
    const gone = world.remove();
    await world.settle(MINUTE_MS);
    const [SubnetId] = vpc.subnetIds;
    expect((await failureOf(world.call('DeleteSubnet', { SubnetId }))).code).toBe('DependencyViolation');
    expect((await failureOf(world.call('DeleteSecurityGroup', { GroupId: vpc.groupId }))).code).toBe(
      'DependencyViolation',
    );
    await world.inTime(gone);
    await world.call('DeleteSubnet', { SubnetId });
    await world.call('DeleteSecurityGroup', { GroupId: vpc.groupId });
  });

  it('is waited for by CloudFormation until its interfaces are gone, where it may see them', async () => {
    const { world } = await connected();
    let isGone = false;
    void world.remove().then(() => {
      isGone = true;
    });
    await world.settle(4 * MINUTE_MS);
    expect([isGone, (await world.interfaces()).length]).toEqual([false, 2]);
    await world.settle(60 * MINUTE_MS);
    expect([isGone, (await world.interfaces()).length]).toEqual([true, 0]);

    const blind = await connected();
    blind.world.refused.deployer.add('ec2:DescribeNetworkInterfaces');
    await blind.world.remove();
    expect(await blind.world.interfaces()).toHaveLength(2);
  });

  it('loses its interfaces where nobody calls it, and is not ready when somebody does', async () => {
    const { world } = await connected();
    await world.settle(7 * DAY_MS);
    await world.inTime(world.invoke(), MINUTE_MS);
    await world.settle(41 * DAY_MS);
    expect((await failureOf(world.invoke())).code).toBe('ResourceNotReadyException');
    await world.settle(1000);
    expect((await failureOf(world.invoke())).code).toBe('ResourceNotReadyException');
    await world.settle(2 * MINUTE_MS);
    expect((await world.inTime(world.invoke(), MINUTE_MS)).FunctionError).toBeUndefined();
  });
});

describe('a function is not connected', () => {
  it.each([
    'CreateNetworkInterface',
    'DescribeNetworkInterfaces',
    'DescribeSubnets',
    'DeleteNetworkInterface',
    'AssignPrivateIpAddresses',
    'UnassignPrivateIpAddresses',
  ])('by a role that may not %s', async (action) => {
    const world = lambdaWorld();
    const vpc = await world.newVpc('10.0.0.0/16');
    world.refused.role.add(`ec2:${action}`);
    const VpcConfig = { SubnetIds: vpc.subnetIds, SecurityGroupIds: [vpc.groupId] };
    expect(await failureOf(world.create({ VpcConfig }))).toEqual({
      code: 'InvalidParameterValueException',
      message: `The provided execution role does not have permissions to call ${action} on EC2`,
    });
  });

  it('by a role that may delete interfaces alone', async () => {
    const world = lambdaWorld();
    const vpc = await world.newVpc('10.0.0.0/16');
    world.refused.role.add(`ec2:DeleteNetworkInterface on arn:aws:ec2:us-east-1:${ACCOUNT}:*/*`);
    const VpcConfig = { SubnetIds: vpc.subnetIds, SecurityGroupIds: [vpc.groupId] };
    expect((await failureOf(world.create({ VpcConfig }))).message).toContain(
      'does not have permissions to call DeleteNetworkInterface on EC2',
    );
  });

  const LOOKS = ['DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'].map((action) => [action]);
  it.each([...LOOKS])('by somebody who may not %s', async (action) => {
    const world = lambdaWorld();
    const vpc = await world.newVpc('10.0.0.0/16');
    world.refused.deployer.add(`ec2:${action}`);
    const VpcConfig = { SubnetIds: vpc.subnetIds, SecurityGroupIds: [vpc.groupId] };
    expect((await failureOf(world.create({ VpcConfig }))).message).toContain(`ec2:${action}`);
  });

  it('to what is not there, or not of one VPC', async () => {
    const world = lambdaWorld();
    const [one, other] = [await world.newVpc('10.0.0.0/16'), await world.newVpc('10.1.0.0/16')];
    const refusal = async (SubnetIds: string[], SecurityGroupIds: string[]) =>
      (await failureOf(world.create({ VpcConfig: { SubnetIds, SecurityGroupIds } }))).message;
    expect(await refusal(['subnet-0'], [one.groupId])).toContain("The subnet ID 'subnet-0' does not exist");
    expect(await refusal(one.subnetIds, ['sg-0'])).toContain("The security group 'sg-0' does not exist");
    expect(await refusal(one.subnetIds, [other.groupId])).toContain('one VPC');
    expect(await refusal(one.subnetIds, [])).toContain('coexist');
  });

  it('with code that whoever deploys it may not read', async () => {
    const world = lambdaWorld();
    world.refused.deployer.add('s3:GetObject');
    expect((await failureOf(world.create())).message).toContain('s3:GetObject');
  });
});
