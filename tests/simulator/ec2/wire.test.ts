import * as clientAutoScaling from '@aws-sdk/client-auto-scaling';
import * as clientCloudWatch from '@aws-sdk/client-cloudwatch';
import * as clientLogs from '@aws-sdk/client-cloudwatch-logs';
import * as clientEc2 from '@aws-sdk/client-ec2';
import * as clientEcr from '@aws-sdk/client-ecr';
import * as clientElb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as clientSsm from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { createAutoScaling } from '../../../simulator/autoscaling/autoscaling.ts';
import { createCloudWatch } from '../../../simulator/cloudwatch/cloudwatch.ts';
import { createEcr } from '../../../simulator/ecr/ecr.ts';
import { createElasticLoadBalancingV2 } from '../../../simulator/elasticloadbalancingv2/elasticloadbalancingv2.ts';
import { createLogs } from '../../../simulator/logs/logs.ts';
import { createSsm } from '../../../simulator/ssm/ssm.ts';
import { wireClient } from '../wire-client.ts';
import { ec2World } from './world.ts';

function planted() {
  const world = ec2World();
  world.ec2.plants.plantVpc({ vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16', ipv6: true, tags: { Name: 'shop' } });
  world.ec2.plants.plantSubnet({
    subnetId: 'subnet-a',
    vpcId: 'vpc-1',
    cidrBlock: '10.0.0.0/24',
    availabilityZone: 'us-west-2a',
  });
  const region = { ...world.region, network: world.ec2 };
  return { ...world, region };
}

describe('real clients', () => {
  it('read EC2 over its query protocol, as it answers directly', async () => {
    const world = planted();
    const ec2 = wireClient(clientEc2, clientEc2.EC2Client, world.ec2);
    const Filters = [{ Name: 'tag:Name', Values: ['shop'] }];
    const { Vpcs } = await ec2.send(new clientEc2.DescribeVpcsCommand({ Filters }));
    expect(Vpcs).toEqual((await world.call('DescribeVpcs', { Filters })).Vpcs);
    const { Subnets } = await ec2.send(new clientEc2.DescribeSubnetsCommand({ SubnetIds: ['subnet-a'] }));
    expect(Subnets?.[0]).toMatchObject({ AvailableIpAddressCount: 251, MapPublicIpOnLaunch: false });
    const { GroupId } = await ec2.send(
      new clientEc2.CreateSecurityGroupCommand({ GroupName: 'g', Description: 'd', VpcId: 'vpc-1' }),
    );
    const IpPermissions = [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
    ];
    await ec2.send(new clientEc2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    const { SecurityGroups } = await ec2.send(
      new clientEc2.DescribeSecurityGroupsCommand({ GroupIds: [`${GroupId}`] }),
    );
    expect(SecurityGroups?.[0]?.IpPermissions?.[0]).toMatchObject({
      FromPort: 443,
      IpRanges: [{ CidrIp: '10.0.0.0/8' }],
    });
    await ec2.send(
      new clientEc2.CreateLaunchTemplateCommand({
        LaunchTemplateName: 'nodes',
        LaunchTemplateData: { InstanceType: 'm5.large', UserData: 'aGVsbG8=' },
      }),
    );
    const { LaunchTemplates } = await ec2.send(new clientEc2.DescribeLaunchTemplatesCommand({}));
    expect(LaunchTemplates?.[0]?.CreateTime?.getTime()).toBe(world.kernel.now());
    await expect(ec2.send(new clientEc2.DeleteVpcCommand({ VpcId: 'vpc-1' }))).rejects.toMatchObject({
      name: 'DependencyViolation',
      message: "The vpc 'vpc-1' has dependencies and cannot be deleted.",
    });
    const { InstanceTypes } = await ec2.send(
      new clientEc2.DescribeInstanceTypesCommand({ InstanceTypes: ['m5.large'] }),
    );
    expect(InstanceTypes?.[0]?.VCpuInfo?.DefaultVCpus).toBe(2);
  });

  it('read groups, balancers and their refusals with types of their own', async () => {
    const { region, settle } = planted();
    const elb = createElasticLoadBalancingV2(region);
    elb.plants.plantLoadBalancer({ name: 'k8s', type: 'network', subnetIds: ['subnet-a'] });
    const balancers = wireClient(clientElb, clientElb.ElasticLoadBalancingV2Client, elb);
    const { LoadBalancers } = await balancers.send(new clientElb.DescribeLoadBalancersCommand({}));
    expect(LoadBalancers?.[0]).toMatchObject({ VpcId: 'vpc-1', State: { Code: 'active' } });
    await expect(
      balancers.send(new clientElb.DescribeLoadBalancersCommand({ Names: ['none'] })),
    ).rejects.toBeInstanceOf(clientElb.LoadBalancerNotFoundException);
    const scaling = createAutoScaling({ ...region, service: () => undefined as never });
    const groups = wireClient(clientAutoScaling, clientAutoScaling.AutoScalingClient, scaling);
    const { AutoScalingGroups } = await groups.send(
      new clientAutoScaling.DescribeAutoScalingGroupsCommand({}),
    );
    expect(AutoScalingGroups).toEqual([]);
    await expect(
      groups.send(
        new clientAutoScaling.SetDesiredCapacityCommand({ AutoScalingGroupName: 'ng', DesiredCapacity: 1 }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('ng not found') });
    await settle(1);
  });

  it('read logs, parameters, alarms and rules', async () => {
    const { region } = planted();
    const logs = wireClient(clientLogs, clientLogs.CloudWatchLogsClient, createLogs(region));
    await logs.send(new clientLogs.CreateLogGroupCommand({ logGroupName: '/a', tags: { a: 'b' } }));
    await expect(
      logs.send(new clientLogs.CreateLogGroupCommand({ logGroupName: '/a' })),
    ).rejects.toBeInstanceOf(clientLogs.ResourceAlreadyExistsException);
    expect((await logs.send(new clientLogs.DescribeLogGroupsCommand({}))).logGroups?.[0]?.logGroupName).toBe(
      '/a',
    );
    const ssm = wireClient(clientSsm, clientSsm.SSMClient, createSsm(region));
    const Name = '/aws/service/bottlerocket/aws-k8s-1.34/arm64/latest/image_id';
    const { Parameter } = await ssm.send(new clientSsm.GetParameterCommand({ Name }));
    expect(Parameter?.Value).toMatch(/^ami-0[0-9a-f]{16}$/);
    await expect(ssm.send(new clientSsm.GetParameterCommand({ Name: '/none' }))).rejects.toBeInstanceOf(
      clientSsm.ParameterNotFound,
    );
    const cloudwatch = wireClient(
      clientCloudWatch,
      clientCloudWatch.CloudWatchClient,
      createCloudWatch(region),
    );
    await cloudwatch.send(
      new clientCloudWatch.PutMetricAlarmCommand({
        AlarmName: 'a',
        Namespace: 'n',
        MetricName: 'm',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    const { MetricAlarms } = await cloudwatch.send(new clientCloudWatch.DescribeAlarmsCommand({}));
    expect(MetricAlarms?.[0]).toMatchObject({
      AlarmName: 'a',
      StateValue: 'INSUFFICIENT_DATA',
      Threshold: 1,
    });
    const ecr = wireClient(clientEcr, clientEcr.ECRClient, createEcr(region));
    await expect(
      ecr.send(
        new clientEcr.CreatePullThroughCacheRuleCommand({
          ecrRepositoryPrefix: 'x1',
          upstreamRegistryUrl: 'example.com',
        }),
      ),
    ).rejects.toBeInstanceOf(clientEcr.UnsupportedUpstreamRegistryException);
  });
});
