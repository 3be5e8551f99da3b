import { describe, expect, it } from '@jest/globals';
import { NOTHING_FAILS } from '../../../simulator/fault.ts';
import { ec2World, inTime } from './world.ts';

function subnets(world: ReturnType<typeof ec2World>, zones: readonly string[], prefix = 24): void {
  world.ec2.plants.plantVpc({ vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16' });
  zones.forEach((availabilityZone, index) => {
    world.ec2.plants.plantSubnet({
      subnetId: `subnet-${availabilityZone}`,
      vpcId: 'vpc-1',
      cidrBlock: `10.0.${index}.0/${prefix}`,
      availabilityZone,
    });
  });
}

const request = (zones: readonly string[], more: object = {}) => ({
  count: 4,
  instanceTypes: ['m5.large'],
  subnetIds: zones.map((zone) => `subnet-${zone}`),
  groupIds: [],
  tags: { 'eks:cluster-name': 'shop' },
  spot: false,
  ...more,
});

describe('launching instances', () => {
  it('spreads them over the zones, takes time, and frees the addresses at termination', async () => {
    const world = ec2World();
    const zones = ['us-west-2a', 'us-west-2b'];
    subnets(world, zones);
    const launched = await inTime(world.settle, world.ec2.launchInstances(request(zones)));
    expect(launched.filter((instance) => instance.subnetId === 'subnet-us-west-2a')).toHaveLength(2);
    expect(world.ec2.subnet('subnet-us-west-2a')?.availableIpAddressCount).toBe(249);
    const ids = launched.map((instance) => instance.instanceId);
    await inTime(world.settle, world.ec2.terminateInstances(ids));
    expect(world.ec2.subnet('subnet-us-west-2a')?.availableIpAddressCount).toBe(251);
    const states = async () =>
      (
        await world.call('DescribeInstances', {
          Filters: [{ Name: 'tag:eks:cluster-name', Values: ['shop'] }],
        })
      ).Reservations.length;
    expect(await states()).toBe(1);
    await world.settle(3_700_000);
    expect(await states()).toBe(0);
  });

  it('goes to another zone when one is short, and fails when all are', async () => {
    let full: readonly string[] = ['us-west-2a'];
    const world = ec2World({ faults: { ...NOTHING_FAILS, hasCapacity: ({ zone }) => !full.includes(zone) } });
    const zones = ['us-west-2a', 'us-west-2b'];
    subnets(world, zones);
    const launched = await inTime(world.settle, world.ec2.launchInstances(request(zones)));
    expect(new Set(launched.map((instance) => instance.subnetId))).toEqual(new Set(['subnet-us-west-2b']));
    full = zones;
    await expect(world.ec2.launchInstances(request(zones))).rejects.toMatchObject({
      code: 'InsufficientInstanceCapacity',
      message: expect.stringContaining('We currently do not have sufficient m5.large capacity'),
    });
  });

  it('starts none of them where the quota or the addresses do not reach for all', async () => {
    const world = ec2World({ quotas: { 'ec2/on-demand-standard-vcpus': 4 } });
    const zones = ['us-west-2a'];
    subnets(world, zones, 28);
    await expect(world.ec2.launchInstances(request(zones))).rejects.toMatchObject({
      code: 'VcpuLimitExceeded',
      message: expect.stringContaining('your current vCPU limit of 4'),
    });
    await expect(world.ec2.launchInstances(request(zones, { count: 12 }))).rejects.toMatchObject({
      code: 'InsufficientFreeAddressesInSubnet',
    });
    expect((await world.call('DescribeInstances')).Reservations).toEqual([]);
  });

  it('refuses new families in the zone use1-az3', async () => {
    const world = ec2World({ region: 'us-east-1' });
    subnets(world, ['us-east-1e']);
    await expect(
      world.ec2.launchInstances(request(['us-east-1e'], { instanceTypes: ['m7i.large'] })),
    ).rejects.toMatchObject({ code: 'Unsupported', message: expect.stringContaining('(us-east-1e)') });
  });

  it('gives out 1,000 instances at once and then two a second', async () => {
    const world = ec2World({ quotas: { 'ec2/on-demand-standard-vcpus': 10_000 } });
    world.ec2.plants.plantVpc({ vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16' });
    world.ec2.plants.plantSubnet({
      subnetId: 'subnet-us-west-2a',
      vpcId: 'vpc-1',
      cidrBlock: '10.0.0.0/18',
      availabilityZone: 'us-west-2a',
    });
    const before = world.kernel.now();
    await inTime(world.settle, world.ec2.launchInstances(request(['us-west-2a'], { count: 1100 })));
    expect(world.kernel.now() - before).toBeGreaterThanOrEqual(50_000);
  });

  it('knows AWS public images and planted ones only', async () => {
    const world = ec2World();
    subnets(world, ['us-west-2a']);
    const wanted = request(['us-west-2a'], { count: 1, imageId: 'ami-0e124de4755b2734d' });
    await expect(world.ec2.launchInstances(wanted)).rejects.toMatchObject({
      code: 'InvalidAMIID.NotFound',
      message: "The image id '[ami-0e124de4755b2734d]' does not exist",
    });
    world.ec2.plants.plantImage({ imageId: 'ami-0e124de4755b2734d', name: 'custom' });
    await inTime(world.settle, world.ec2.launchInstances(wanted));
    const { Images } = await world.call('DescribeImages', {
      Owners: ['amazon'],
      Filters: [{ Name: 'name', Values: ['amazon-eks-node-al2023-x86_64-standard-1.34-*'] }],
    });
    expect(Images?.length).toBeGreaterThan(1);
    expect(Images?.every(({ OwnerId }) => OwnerId === '602401143452')).toBe(true);
  });
});

describe('launch templates', () => {
  const data = { InstanceType: 'm5.large', ImageId: 'ami-0123456789abcdef0' };

  it('keep their versions, and answer for an unknown one with its number', async () => {
    const { call } = ec2World();
    const { LaunchTemplate } = await call('CreateLaunchTemplate', {
      LaunchTemplateName: 'nodes',
      LaunchTemplateData: data,
    });
    const id = LaunchTemplate.LaunchTemplateId;
    await call('CreateLaunchTemplateVersion', {
      LaunchTemplateId: id,
      LaunchTemplateData: { InstanceType: 'm5.xlarge' },
    });
    const { LaunchTemplateVersions } = await call('DescribeLaunchTemplateVersions', {
      LaunchTemplateName: 'nodes',
      Versions: ['$Default', '$Latest'],
    });
    expect(LaunchTemplateVersions.map((version: { VersionNumber: number }) => version.VersionNumber)).toEqual(
      [1, 2],
    );
    await expect(
      call('DescribeLaunchTemplateVersions', { LaunchTemplateId: id, Versions: ['7'] }),
    ).rejects.toMatchObject({ code: 'InvalidLaunchTemplateId.VersionNotFound' });
  });

  it('refuse user data that is not base64 and groups beside interfaces', async () => {
    const { call } = ec2World();
    const made = (more: object) =>
      call('CreateLaunchTemplate', { LaunchTemplateName: 'nodes', LaunchTemplateData: { ...data, ...more } });
    await expect(made({ UserData: '#!/bin/bash' })).rejects.toMatchObject({
      code: 'InvalidUserData.Malformed',
    });
    await expect(
      made({ SecurityGroupIds: ['sg-1'], NetworkInterfaces: [{ DeviceIndex: 0 }] }),
    ).rejects.toMatchObject({ code: 'InvalidParameterCombination' });
    await expect(made({ RamDiskId: 'ari-1' })).rejects.toMatchObject({ name: 'NotSimulated' });
  });

  it('refuse the id of an image by its form, unless it is that of an image', async () => {
    const { call, ec2 } = ec2World();
    const made = (ImageId: string, name: string) =>
      call('CreateLaunchTemplate', { LaunchTemplateName: name, LaunchTemplateData: { ...data, ImageId } });
    await expect(made('ami-hardened', 'nodes')).rejects.toMatchObject({ code: 'InvalidAMIID.Malformed' });
    ec2.plants.plantImage({ imageId: 'ami-hardened', name: 'hardened' });
    await expect(made('ami-hardened', 'nodes')).resolves.toHaveProperty('LaunchTemplate');
    // EC2 looks for an id of the right form only at a launch.
    await expect(made('ami-0123456789abcdef0', 'others')).resolves.toHaveProperty('LaunchTemplate');
  });

  it('answer a repeated client token from the first time, and refuse it with another content', async () => {
    const { call } = ec2World();
    const input = { LaunchTemplateName: 'nodes', LaunchTemplateData: data, ClientToken: 'once' };
    const first = await call('CreateLaunchTemplate', input);
    expect(await call('CreateLaunchTemplate', input)).toEqual(first);
    await expect(
      call('CreateLaunchTemplate', { ...input, LaunchTemplateName: 'other' }),
    ).rejects.toMatchObject({
      code: 'IdempotentParameterMismatch',
    });
  });
});

describe('instance types', () => {
  it('are described with what sizes a node, and offered by zone', async () => {
    const { call } = ec2World();
    const { InstanceTypes } = await call('DescribeInstanceTypes', {
      InstanceTypes: ['m5.large', 'g5.xlarge'],
    });
    expect(InstanceTypes[0]).toMatchObject({
      VCpuInfo: { DefaultVCpus: 2 },
      MemoryInfo: { SizeInMiB: 8192 },
      NetworkInfo: { MaximumNetworkInterfaces: 3, Ipv4AddressesPerInterface: 10 },
    });
    expect(InstanceTypes[1]?.GpuInfo.Gpus[0]).toMatchObject({ Count: 1, Name: 'A10G' });
    const { InstanceTypeOfferings } = await call('DescribeInstanceTypeOfferings', {
      LocationType: 'availability-zone',
      Filters: [{ Name: 'instance-type', Values: ['m5.large'] }],
    });
    expect(InstanceTypeOfferings).toHaveLength(4);
    await expect(call('DescribeInstanceTypes', { InstanceTypes: ['m5.huge'] })).rejects.toMatchObject({
      code: 'InvalidInstanceType',
    });
  });
});
