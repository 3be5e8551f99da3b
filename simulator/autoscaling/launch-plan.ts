import type {
  CreateAutoScalingGroupType,
  LaunchTemplateSpecification,
  MixedInstancesPolicy,
} from '@aws-sdk/client-auto-scaling';
import type { ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { AwsError } from '../aws-error.ts';
import { publicImages } from '../ec2/images/public-images.ts';
import { refuseUnmodelled, refuseUnmodelledMembers } from '../modelled-members.ts';
import type { AutoScalingState, GroupRecord } from './state.ts';
import { validationError } from './state.ts';

/** The instances that a group launches, by its template as it is at this moment. */
export interface LaunchPlan {
  readonly template: {
    readonly id: string;
    readonly name: string;
    readonly version: number;
    readonly data: ResponseLaunchTemplateData;
  };
  readonly instanceTypes: readonly string[];
  readonly imageId: string | undefined;
  readonly keyName: string | undefined;
  readonly groupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Base64, as the template holds it. */
  readonly userData: string | undefined;
  readonly instanceProfile:
    | { readonly Arn?: string | undefined; readonly Name?: string | undefined }
    | undefined;
  /** The number of On-Demand instances among `desired`. */
  onDemandOf(desired: number): number;
}

type Launching = Pick<CreateAutoScalingGroupType | GroupRecord, 'LaunchTemplate' | 'MixedInstancesPolicy'>;

const badTemplate = (reason: string): AwsError =>
  validationError(`You must use a valid fully-formed launch template. ${reason}`);

/** The template's data at the version that the specification means (`$Default` where it names none). */
function resolve(state: AutoScalingState, specification: LaunchTemplateSpecification) {
  const { LaunchTemplateId: id, LaunchTemplateName: name, Version } = specification;
  if ((id === undefined) === (name === undefined)) {
    throw validationError('Valid requests must contain either launchTemplateId or LaunchTemplateName');
  }
  const facts = state.region.network.launchTemplate({
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
  });
  if (!facts) {
    throw badTemplate(
      id === undefined
        ? `The specified launch template, with template name ${name}, does not exist.`
        : `The specified launch template, with template ID ${id}, does not exist.`,
    );
  }
  const wanted = Version ?? '$Default';
  const version =
    wanted === '$Latest'
      ? facts.latestVersion
      : wanted === '$Default'
        ? facts.defaultVersion
        : Number(wanted);
  const data = facts.data(version) as ResponseLaunchTemplateData | undefined;
  if (!data) {
    throw badTemplate(
      `Could not find the specified version ${wanted} for the launch template with ID ${facts.launchTemplateId}.`,
    );
  }
  return { facts, version, data };
}

const OVERRIDE_MEMBERS = ['InstanceType'];
const DISTRIBUTION_MEMBERS = [
  'OnDemandAllocationStrategy',
  'OnDemandBaseCapacity',
  'OnDemandPercentageAboveBaseCapacity',
  'SpotAllocationStrategy',
  'SpotInstancePools',
  'SpotMaxPrice',
];

function assertMixed(state: AutoScalingState, policy: MixedInstancesPolicy): void {
  const { kernel } = state.region;
  refuseUnmodelledMembers(kernel, 'MixedInstancesPolicy', policy, [
    'LaunchTemplate',
    'InstancesDistribution',
  ]);
  for (const override of policy.LaunchTemplate?.Overrides ?? []) {
    refuseUnmodelledMembers(kernel, 'Overrides of MixedInstancesPolicy', override, OVERRIDE_MEMBERS);
  }
  const distribution = policy.InstancesDistribution ?? {};
  refuseUnmodelledMembers(kernel, 'InstancesDistribution', distribution, DISTRIBUTION_MEMBERS);
  const percentage = distribution.OnDemandPercentageAboveBaseCapacity;
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw validationError('OnDemandPercentageAboveBaseCapacity must be between 0 and 100');
  }
  const pools = distribution.SpotInstancePools;
  if (pools !== undefined && (pools < 1 || pools > 20)) {
    throw validationError('SpotInstancePools must be between 1 and 20');
  }
  if (pools !== undefined && !['lowest-price', undefined].includes(distribution.SpotAllocationStrategy)) {
    throw validationError(
      'SpotInstancePools option is only available with the lowest-price allocation strategy.',
    );
  }
}

/** An image by id, or by the SSM parameter that the template names. */
function imageIdOf(state: AutoScalingState, imageId: string | undefined): string | undefined {
  const parameter = /^resolve:ssm:(.+)$/.exec(imageId ?? '')?.[1];
  if (parameter === undefined) return imageId;
  const value = publicImages(state.region.name, state.region.kernel.now()).parameters.get(parameter);
  return (
    value ??
    refuseUnmodelled(state.region.kernel, `resolve:ssm of ${parameter}, which is no public parameter,`)
  );
}

function instanceTags(data: ResponseLaunchTemplateData): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const specification of data.TagSpecifications ?? []) {
    if (specification.ResourceType !== 'instance') continue;
    for (const { Key, Value } of specification.Tags ?? []) if (Key !== undefined) tags[Key] = Value ?? '';
  }
  return tags;
}

/**
 * Reads the plan of a group's launches. Throws ValidationError for a template that nothing could be launched from.
 */
export function launchPlan(state: AutoScalingState, given: Launching): LaunchPlan {
  const policy = given.MixedInstancesPolicy;
  if (policy) assertMixed(state, policy);
  const specification = policy?.LaunchTemplate?.LaunchTemplateSpecification ?? given.LaunchTemplate;
  if (!specification) {
    throw validationError(
      'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    );
  }
  const { facts, version, data } = resolve(state, specification);
  const overrides = (policy?.LaunchTemplate?.Overrides ?? []).flatMap((held) => held.InstanceType ?? []);
  const instanceTypes = overrides.length > 0 ? overrides : data.InstanceType ? [data.InstanceType] : [];
  if (data.InstanceRequirements)
    refuseUnmodelled(state.region.kernel, 'InstanceRequirements of a launch template');
  if (data.ImageId === undefined) {
    throw badTemplate(
      'The request must contain the parameter ImageId (Service: AmazonEC2; Error Code: MissingParameter)',
    );
  }
  if (instanceTypes.length === 0) instanceTypes.push('m1.small');
  const distribution = policy?.InstancesDistribution;
  const isSpot = data.InstanceMarketOptions?.MarketType === 'spot';
  if (policy && isSpot) {
    throw validationError(
      'Incompatible launch template: the request cannot contain InstanceMarketOptions with a MixedInstancesPolicy.',
    );
  }
  return {
    template: { id: facts.launchTemplateId, name: facts.launchTemplateName, version, data },
    instanceTypes,
    imageId: imageIdOf(state, data.ImageId),
    keyName: data.KeyName,
    groupIds: data.SecurityGroupIds ?? data.NetworkInterfaces?.[0]?.Groups ?? [],
    tags: instanceTags(data),
    userData: data.UserData,
    instanceProfile: data.IamInstanceProfile,
    onDemandOf: (desired) => {
      if (!policy) return isSpot ? 0 : desired;
      const base = Math.min(desired, distribution?.OnDemandBaseCapacity ?? 0);
      const share = (distribution?.OnDemandPercentageAboveBaseCapacity ?? 100) / 100;
      return base + Math.ceil((desired - base) * share);
    },
  };
}
