import { describe, expect, it } from '@jest/globals';
import type { ResourceContext } from '../../../simulator/service.ts';
import { inTime } from '../ec2/world.ts';
import { administrator, asked, IMAGE, world } from './world.ts';

describe('an Auto Scaling group', () => {
  it('starts its instances in balance over its zones, with its propagated tags', async () => {
    const { call, group, settle, ec2 } = world();
    await call('CreateAutoScalingGroup', asked());
    expect((await group()).Instances).toEqual([]);
    await settle(60_000);
    const { Instances } = await group();
    expect(Instances.map((held: { LifecycleState: string }) => held.LifecycleState)).toEqual([
      'InService',
      'InService',
    ]);
    expect(new Set(Instances.map((held: { AvailabilityZone: string }) => held.AvailabilityZone)).size).toBe(
      2,
    );
    const found = (await ec2.operations.DescribeInstances?.(
      { Filters: [{ Name: 'tag:kubernetes.io/cluster/shop', Values: ['owned'] }] },
      { operation: 'DescribeInstances', caller: administrator, requestId: 'test' },
    )) as { Reservations: unknown[] };
    expect(found.Reservations).toHaveLength(2);
  });

  it('shows an instance once EC2 has started it, with its id and zone', async () => {
    const { call, group, settle } = world();
    await call('CreateAutoScalingGroup', asked());
    for (let polls = 0; polls < 600; polls++) {
      for (const held of (await group()).Instances) {
        expect(held).toMatchObject({
          InstanceId: expect.stringMatching(/^i-/),
          AvailabilityZone: expect.any(String),
        });
      }
      await settle(100);
    }
    expect((await group()).Instances).toHaveLength(2);
  });

  it('refuses sizes that do not fit, a subnet or template that is not there, and its name twice', async () => {
    const { call } = world();
    const refusal = (more: object) => expect(call('CreateAutoScalingGroup', asked(more))).rejects;
    await refusal({ DesiredCapacity: 6 }).toMatchObject({
      code: 'ValidationError',
      message: 'Desired capacity:6 must be between the specified min size:2 and max size:5',
    });
    await refusal({ VPCZoneIdentifier: 'subnet-z' }).toMatchObject({
      message: expect.stringContaining("The subnet ID 'subnet-z' does not exist"),
    });
    await refusal({ LaunchTemplate: { LaunchTemplateId: 'lt-9' } }).toMatchObject({
      message: expect.stringContaining('with template ID lt-9, does not exist'),
    });
    await refusal({ LaunchTemplate: undefined }).toMatchObject({
      message: expect.stringContaining('must contain either LaunchTemplate'),
    });
    await refusal({ InstanceId: 'i-1' }).toMatchObject({ name: 'NotSimulated' });
    await call('CreateAutoScalingGroup', asked());
    await refusal({}).toMatchObject({ code: 'AlreadyExists' });
  });

  // Auto Scaling guide, "Required permissions from other Amazon APIs", CreateAutoScalingGroup.
  it("needs the account's role of Auto Scaling, made as whoever makes the first group", async () => {
    const denied = new Error('iam:CreateServiceLinkedRole');
    const { call } = world((principal) => ({
      name: principal,
      arn: 'arn:aws:iam::111122223333:role/aws-service-role/own',
      make: () => {
        if (principal === 'autoscaling.amazonaws.com') throw denied;
      },
    }));
    await expect(call('CreateAutoScalingGroup', asked())).rejects.toBe(denied);
    expect((await call('DescribeAutoScalingGroups')).AutoScalingGroups).toEqual([]);
  });

  it('ends one instance that is asked for, and replaces it unless its size is to shrink', async () => {
    const { call, group, settle } = world();
    await call('CreateAutoScalingGroup', asked({ DesiredCapacity: 3 }));
    await settle(60_000);
    const ids = async () =>
      (await group()).Instances.map(({ InstanceId }: { InstanceId: string }) => InstanceId);
    const [first, second] = await ids();
    const { Activity } = await call('TerminateInstanceInAutoScalingGroup', {
      InstanceId: first,
      ShouldDecrementDesiredCapacity: false,
    });
    expect(Activity).toMatchObject({
      Description: `Terminating EC2 instance: ${first}`,
      StatusCode: 'InProgress',
    });
    await settle(300_000);
    expect(await ids()).toHaveLength(3);
    expect(await ids()).not.toContain(first);
    await call('TerminateInstanceInAutoScalingGroup', {
      InstanceId: second,
      ShouldDecrementDesiredCapacity: true,
    });
    await settle(300_000);
    expect(await ids()).toHaveLength(2);
    expect((await group()).DesiredCapacity).toBe(2);
  });

  it('replaces an instance that somebody ends past it', async () => {
    const { call, group, settle, ec2 } = world();
    await call('CreateAutoScalingGroup', asked());
    await settle(60_000);
    const [held] = (await group()).Instances;
    await ec2.operations.TerminateInstances?.(
      { InstanceIds: [held.InstanceId] },
      { operation: 'TerminateInstances', caller: administrator, requestId: 'test' },
    );
    expect((await group()).Instances[0]).toMatchObject({
      LifecycleState: 'Terminating',
      HealthStatus: 'Unhealthy',
    });
    await settle(600_000);
    const ids = (await group()).Instances.map(({ InstanceId }: { InstanceId: string }) => InstanceId);
    expect(ids).toHaveLength(2);
    expect(ids).not.toContain(held.InstanceId);
  });

  it('refuses to end an instance that it has not, or below its minimum', async () => {
    const { call, group, settle } = world();
    await call('CreateAutoScalingGroup', asked());
    await settle(60_000);
    const [held] = (await group()).Instances;
    const refusal = (InstanceId: string) =>
      expect(
        call('TerminateInstanceInAutoScalingGroup', { InstanceId, ShouldDecrementDesiredCapacity: true }),
      ).rejects;
    await refusal('i-0').toMatchObject({
      code: 'ValidationError',
      message: 'Instance Id not found - No managed instance found for instance ID: i-0',
    });
    await refusal(held.InstanceId).toMatchObject({
      message: expect.stringMatching(/^Currently, desiredSize equals minSize \(2\)\./),
    });
  });

  it('launches what its template says at that moment', async () => {
    const { call, group, settle, ec2, kernel } = world();
    ec2.plants.plantLaunchTemplate({
      launchTemplateId: 'lt-2',
      launchTemplateName: 'later',
      versions: [
        { ImageId: IMAGE, InstanceType: 'm5.large' },
        { ImageId: IMAGE, InstanceType: 'm5.xlarge' },
      ],
    });
    await call('CreateAutoScalingGroup', asked());
    await settle(60_000);
    const update = {
      AutoScalingGroupName: 'ng',
      LaunchTemplate: { LaunchTemplateId: 'lt-2', Version: '$Latest' },
    };
    await call('UpdateAutoScalingGroup', update);
    const [held] = (await group()).Instances;
    const ended = { InstanceId: held.InstanceId, ShouldDecrementDesiredCapacity: false };
    await call('TerminateInstanceInAutoScalingGroup', ended);
    await settle(300_000);
    const types = (await group()).Instances.map(
      ({ InstanceType, LaunchTemplate }: { InstanceType: string; LaunchTemplate: { Version: string } }) =>
        `${InstanceType} ${LaunchTemplate.Version}`,
    );
    expect(types.sort()).toEqual(['m5.large 1', 'm5.xlarge 2']);
    expect(kernel.failure).toBeUndefined();
  });

  it('holds a new desired capacity to its bounds and scales to it', async () => {
    const { call, group, settle } = world();
    await call('CreateAutoScalingGroup', asked());
    await settle(60_000);
    await expect(
      call('SetDesiredCapacity', { AutoScalingGroupName: 'ng', DesiredCapacity: 1 }),
    ).rejects.toMatchObject({
      message: 'New SetDesiredCapacity value 1 is below min value 2 for the AutoScalingGroup.',
    });
    await call('SetDesiredCapacity', { AutoScalingGroupName: 'ng', DesiredCapacity: 4 });
    await settle(60_000);
    expect((await group()).Instances).toHaveLength(4);
    await call('UpdateAutoScalingGroup', { AutoScalingGroupName: 'ng', MinSize: 0, MaxSize: 1 });
    await settle(200_000);
    expect((await group()).DesiredCapacity).toBe(1);
    expect((await group()).Instances).toHaveLength(1);
    const { Activities } = await call('DescribeScalingActivities', { AutoScalingGroupName: 'ng' });
    expect(Activities).toHaveLength(7);
    expect(Activities[0].Description).toMatch(/^Terminating EC2 instance: i-0/);
  });

  it('launches nothing while Launch is suspended, and catches up when it is resumed', async () => {
    const { call, group, settle } = world();
    await call('CreateAutoScalingGroup', asked({ MinSize: 0 }));
    await call('SuspendProcesses', { AutoScalingGroupName: 'ng', ScalingProcesses: ['Launch'] });
    await call('SetDesiredCapacity', { AutoScalingGroupName: 'ng', DesiredCapacity: 1 });
    await settle(300_000);
    expect((await group()).Instances).toEqual([]);
    await call('ResumeProcesses', { AutoScalingGroupName: 'ng', ScalingProcesses: ['Launch'] });
    await settle(60_000);
    expect((await group()).Instances).toHaveLength(1);
  });

  it('keeps trying while a zone has no capacity, tells why, and gives up launching after a day', async () => {
    const { call, group, settle, capacity } = world();
    capacity.isThere = false;
    await call('CreateAutoScalingGroup', asked());
    await settle(120_000);
    const { Activities } = await call('DescribeScalingActivities', { AutoScalingGroupName: 'ng' });
    expect(Activities[0]).toMatchObject({
      StatusCode: 'Failed',
      StatusMessage: expect.stringMatching(/sufficient m5.large capacity.*Launching EC2 instance failed\.$/),
    });
    await settle(26 * 3_600_000);
    expect((await group()).SuspendedProcesses).toMatchObject([
      { ProcessName: 'Launch', SuspensionReason: expect.stringContaining('Administrative Suspension') },
    ]);
    capacity.isThere = true;
    await call('ResumeProcesses', { AutoScalingGroupName: 'ng' });
    await settle(60_000);
    expect((await group()).Instances).toHaveLength(2);
  });

  // Observed: "Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested…" of groups of mixed instances.
  it('says with EC2 code what it could not launch, where its instances are mixed', async () => {
    const { call, settle, capacity } = world();
    capacity.isThere = false;
    const MixedInstancesPolicy = {
      LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1' } },
      InstancesDistribution: { OnDemandPercentageAboveBaseCapacity: 0 },
    };
    await call('CreateAutoScalingGroup', asked({ LaunchTemplate: undefined, MixedInstancesPolicy }));
    await settle(120_000);
    const { Activities } = await call('DescribeScalingActivities', { AutoScalingGroupName: 'ng' });
    expect(Activities[0].StatusMessage).toBe(
      'Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity available that matches your request. Launching EC2 instance failed.',
    );
  });

  it('splits a mixed group into On-Demand and Spot instances', async () => {
    const { call, settle, ec2 } = world();
    const Overrides = [{ InstanceType: 't3.small' }, { InstanceType: 't3.medium' }];
    await call(
      'CreateAutoScalingGroup',
      asked({
        MinSize: 4,
        LaunchTemplate: undefined,
        MixedInstancesPolicy: {
          LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1' }, Overrides },
          InstancesDistribution: { OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 0 },
        },
      }),
    );
    await settle(60_000);
    const spot = (await ec2.operations.DescribeInstances?.(
      { Filters: [{ Name: 'instance-lifecycle', Values: ['spot'] }] },
      { operation: 'DescribeInstances', caller: administrator, requestId: 'test' },
    )) as { Reservations: { Instances: { InstanceType: string }[] }[] };
    expect(spot.Reservations).toHaveLength(3);
    expect(spot.Reservations[0]?.Instances[0]?.InstanceType).toBe('t3.small');
  });

  it('is deleted with its instances only by force', async () => {
    const { call, group, settle, ec2 } = world();
    await call('CreateAutoScalingGroup', asked());
    await settle(60_000);
    await expect(call('DeleteAutoScalingGroup', { AutoScalingGroupName: 'ng' })).rejects.toMatchObject({
      code: 'ResourceInUse',
    });
    await call('DeleteAutoScalingGroup', { AutoScalingGroupName: 'ng', ForceDelete: true });
    expect((await group()).Status).toBe('Delete in progress');
    await settle(200_000);
    expect(await group()).toBeUndefined();
    expect(ec2.subnet('subnet-a')?.availableIpAddressCount).toBe(251);
  });
});

describe('a group in a stack', () => {
  const context: ResourceContext = {
    stackId: 'stack/1',
    stackName: 'nodes',
    logicalId: 'NodeGroup',
    tags: { 'alpha.eksctl.io/cluster-name': 'shop' },
    caller: administrator,
    authorize: () => undefined,
  };
  const properties = {
    MinSize: '2',
    MaxSize: '5',
    VPCZoneIdentifier: ['subnet-a', 'subnet-b'],
    LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' },
    MetricsCollection: [{ Granularity: '1Minute', Metrics: ['GroupMinSize'] }],
  };

  it('is complete when its instances are in service, and gone when they are', async () => {
    const { autoscaling, settle, kernel, call, ec2 } = world();
    const type = autoscaling.resourceTypes?.['AWS::AutoScaling::AutoScalingGroup'];
    if (!type) throw new Error('no type');
    const made = await inTime(settle, type.create(properties, context));
    expect(made.physicalId).toMatch(/^nodes-NodeGroup-[A-Z0-9]{12}$/);
    const { AutoScalingGroups } = await call('DescribeAutoScalingGroups');
    expect(AutoScalingGroups[0].Instances).toHaveLength(2);
    expect(AutoScalingGroups[0].EnabledMetrics).toEqual([{ Metric: 'GroupMinSize', Granularity: '1Minute' }]);
    expect(AutoScalingGroups[0].Tags[0]).toMatchObject({
      Key: 'alpha.eksctl.io/cluster-name',
      PropagateAtLaunch: true,
    });
    expect(
      kernel.trace.spans.find((span) => span.kind === 'autoscaling/group-create')?.endedAt,
    ).toBeGreaterThan(0);
    await inTime(settle, type.delete(made.physicalId, properties, context));
    expect((await call('DescribeAutoScalingGroups')).AutoScalingGroups).toEqual([]);
    expect(ec2.subnet('subnet-a')?.availableIpAddressCount).toBe(251);
  });

  it('fails with the last activity when it does not come up, and leaves nothing', async () => {
    const { autoscaling, settle, call, capacity } = world();
    capacity.isThere = false;
    const type = autoscaling.resourceTypes?.['AWS::AutoScaling::AutoScalingGroup'];
    if (!type) throw new Error('no type');
    await expect(inTime(settle, type.create(properties, context))).rejects.toMatchObject({
      message: expect.stringMatching(/^Group did not stabilize\. .*= 0\/2\/5}.*m5\.large capacity/),
    });
    expect((await call('DescribeAutoScalingGroups')).AutoScalingGroups).toEqual([]);
  });
});
