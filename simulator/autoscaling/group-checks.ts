import type { CreateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../aws-error.ts';
import { launchAuthorizations } from '../ec2/instances/launch-authorizations.ts';
import type { Authorization, Caller } from '../service.ts';
import { type LaunchPlan, launchPlan } from './launch-plan.ts';
import { type AutoScalingState, type GroupRecord, validationError } from './state.ts';

export function assertSizes(sizes: { MinSize: number; MaxSize: number; DesiredCapacity: number }): void {
  const { MinSize, MaxSize, DesiredCapacity } = sizes;
  if (MinSize > MaxSize) {
    throw validationError(`Max bound, ${MaxSize}, must be greater than or equal to min bound, ${MinSize}`);
  }
  if (DesiredCapacity < MinSize || DesiredCapacity > MaxSize) {
    throw validationError(
      `Desired capacity:${DesiredCapacity} must be between the specified min size:${MinSize} and max size:${MaxSize}`,
    );
  }
}

export function subnetsOf(state: AutoScalingState, identifier: string | undefined): string[] {
  const ids = (identifier ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.length === 0) throw validationError('At least one Availability Zone or VPC Subnet is required.');
  const vpcs = new Set<string>();
  for (const id of ids) {
    const subnet = state.region.network.subnet(id);
    if (!subnet) {
      throw validationError(
        `The subnet ID '${id}' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidSubnetID.NotFound)`,
      );
    }
    vpcs.add(subnet.vpcId);
  }
  if (vpcs.size > 1) throw validationError('Subnets must belong to the same VPC');
  return ids;
}

/** Refuses a group whose launches EC2 would refuse. */
export async function assertLaunchable(
  state: AutoScalingState,
  given: CreateAutoScalingGroupType | GroupRecord,
): Promise<void> {
  const plan = launchPlan(state, given);
  const { network } = state.region;
  try {
    if (plan.imageId !== undefined) await state.ask('ec2', 'DescribeImages', { ImageIds: [plan.imageId] });
    await state.ask('ec2', 'DescribeInstanceTypes', { InstanceTypes: plan.instanceTypes });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(
      `You must use a valid fully-formed launch template. ${error.message} (Service: AmazonEC2; Status Code: 400; Error Code: ${error.code})`,
    );
  }
  const refuse = (code: string, message: string): never => {
    throw validationError(
      `You must use a valid fully-formed launch template. ${message} (Service: AmazonEC2; Status Code: 400; Error Code: ${code})`,
    );
  };
  if (plan.keyName !== undefined && !network.keyPairExists(plan.keyName)) {
    refuse('InvalidKeyPair.NotFound', `The key pair '${plan.keyName}' does not exist`);
  }
  for (const id of plan.groupIds) {
    if (!network.securityGroup(id))
      refuse('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  }
}

/** The role in the profile that instances get; the creator of the group passes it to EC2. */
async function passedRole(
  state: AutoScalingState,
  { instanceProfile }: LaunchPlan,
): Promise<Authorization[]> {
  const name = instanceProfile?.Name ?? instanceProfile?.Arn?.split('/').at(-1);
  if (name === undefined) return [];
  const { InstanceProfile } = await state.ask<GetInstanceProfileAnswer>('iam', 'GetInstanceProfile', {
    InstanceProfileName: name,
  });
  const context = { 'iam:PassedToService': 'ec2.amazonaws.com' };
  return InstanceProfile.Roles.map(({ Arn }) => ({ action: 'iam:PassRole', resource: Arn, context }));
}

interface GetInstanceProfileAnswer {
  readonly InstanceProfile: { readonly Roles: readonly { readonly Arn: string }[] };
}

/**
 * Refuses a caller who may not launch from the group's template: `ec2:RunInstances`, `ec2:CreateTags` for the
 * template's tags, `iam:PassRole` for its instance profile (Auto Scaling user guide, "Amazon EC2 Auto Scaling API
 * permissions"). Asked when a group is created or gets another template; the words are observed
 * (eksctl-io/eksctl#834).
 */
export async function assertMayLaunch(
  state: AutoScalingState,
  given: CreateAutoScalingGroupType | GroupRecord,
  subnetIds: readonly string[],
  caller: Caller,
): Promise<void> {
  const plan = launchPlan(state, given);
  const { id, name, data } = plan.template;
  const asked = [
    ...launchAuthorizations(state.region, id, data, subnetIds),
    ...(await passedRole(state, plan)),
  ];
  try {
    for (const authorization of asked) state.region.authorize(caller, authorization);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError('AccessDenied', `You are not authorized to use launch template: ${name}`, {
      statusCode: 403,
    });
  }
}

export async function assertTargets(
  state: AutoScalingState,
  input: CreateAutoScalingGroupType,
): Promise<void> {
  const refuse = (what: string): never => {
    throw validationError(`One or more ${what} not found. Validating load balancer configuration failed.`);
  };
  if (input.TargetGroupARNs?.length) {
    await state
      .ask('elasticloadbalancingv2', 'DescribeTargetGroups', { TargetGroupArns: input.TargetGroupARNs })
      .catch((error: unknown) =>
        error instanceof AwsError ? refuse('target groups') : Promise.reject(error),
      );
  }
  if (input.LoadBalancerNames?.length) {
    await state
      .ask('elasticloadbalancing', 'DescribeLoadBalancers', { LoadBalancerNames: input.LoadBalancerNames })
      .catch((error: unknown) =>
        error instanceof AwsError ? refuse('load balancers') : Promise.reject(error),
      );
  }
}
