import type * as AutoScaling from '@aws-sdk/client-auto-scaling';
import { createAutoScaling } from '../../../simulator/autoscaling/autoscaling.ts';
import { AwsError } from '../../../simulator/aws-error.ts';
import { createEc2, type Ec2Service } from '../../../simulator/ec2/ec2.ts';
import { publicImages } from '../../../simulator/ec2/images/public-images.ts';
import { NOTHING_FAILS } from '../../../simulator/fault.ts';
import type { Region, RolePort } from '../../../simulator/region.ts';
import type { Authorization, Caller, Service } from '../../../simulator/service.ts';
import type { AnswerOf } from '../answers.ts';
import { standInKernel, standInRegion, standInServiceLinked } from '../stand-in-region.ts';

export const administrator: Caller = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111122223333:root',
  accountId: '111122223333',
};
export const NODE_ROLE = 'arn:aws:iam::111122223333:role/nodes';
/** The time at which `standInKernel` begins. */
const STARTS_AT = Date.parse('2026-01-01T00:00:00Z');
export const IMAGE =
  publicImages('us-west-2', STARTS_AT).parameters.get(
    '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id',
  ) ?? '';

/** Auto Scaling beside EC2 and a stand-in for IAM, which allows everything that is not `denied`. */
export function world(serviceLinked: RolePort['serviceLinked'] = standInServiceLinked) {
  const { kernel, settle } = standInKernel();
  const services = new Map<string, Service>();
  const capacity = { isThere: true };
  const denied = new Set<string>();
  const questions: Authorization[] = [];
  services.set('iam', {
    signingName: 'iam',
    operations: { GetInstanceProfile: () => ({ InstanceProfile: { Roles: [{ Arn: NODE_ROLE }] } }) },
    authorize: () => [],
  });
  const region: Region = standInRegion({
    name: 'us-west-2',
    kernel,
    faults: { ...NOTHING_FAILS, hasCapacity: () => capacity.isThere },
    service: (key) => services.get(key) as Service,
    roles: { serviceLinked } as RolePort,
    authorize: (_, authorization) => {
      questions.push(authorization);
      if (denied.has(authorization.action)) throw new AwsError('AccessDenied', authorization.action);
    },
    get network() {
      return services.get('ec2') as Ec2Service;
    },
  });
  const ec2 = createEc2(region);
  services.set('ec2', ec2);
  const lazily = { ...region, network: ec2 };
  const autoscaling = createAutoScaling(lazily);
  services.set('autoscaling', autoscaling);
  ec2.plants.plantVpc({ vpcId: 'vpc-1', cidrBlock: '10.0.0.0/16' });
  ['a', 'b'].forEach((letter, index) => {
    ec2.plants.plantSubnet({
      subnetId: `subnet-${letter}`,
      vpcId: 'vpc-1',
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `us-west-2${letter}`,
    });
  });
  ec2.plants.plantLaunchTemplate({
    launchTemplateId: 'lt-1',
    launchTemplateName: 'nodes',
    versions: [{ ImageId: IMAGE, InstanceType: 'm5.large' }],
  });
  const call = async <Operation extends string>(
    operation: Operation,
    input: object = {},
  ): Promise<AnswerOf<typeof AutoScaling, Operation>> => {
    const run = autoscaling.operations[operation];
    if (!run) throw new Error(`no operation ${operation}`);
    return run(input, { operation, caller: administrator, requestId: 'test' }) as Promise<
      AnswerOf<typeof AutoScaling, Operation>
    >;
  };
  const group = async () =>
    (await call('DescribeAutoScalingGroups', { AutoScalingGroupNames: ['ng'] })).AutoScalingGroups[0];
  return { kernel, settle, capacity, denied, questions, ec2, autoscaling, call, group };
}

export const asked = (more: object = {}) => ({
  AutoScalingGroupName: 'ng',
  MinSize: 2,
  MaxSize: 5,
  VPCZoneIdentifier: 'subnet-a,subnet-b',
  LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' },
  Tags: [{ Key: 'kubernetes.io/cluster/shop', Value: 'owned', PropagateAtLaunch: true }],
  ...more,
});
