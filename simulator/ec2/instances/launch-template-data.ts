import type { RequestLaunchTemplateData, ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import { invalidValue, missing } from '../errors.ts';
import type { Ec2State } from '../state.ts';

/** Members that a template may have. They are stored, and judged at a launch. */
const DATA_MEMBERS = [
  'BlockDeviceMappings',
  'CapacityReservationSpecification',
  'CpuOptions',
  'CreditSpecification',
  'DisableApiStop',
  'DisableApiTermination',
  'EbsOptimized',
  'EnclaveOptions',
  'IamInstanceProfile',
  'ImageId',
  'InstanceInitiatedShutdownBehavior',
  'InstanceMarketOptions',
  'InstanceRequirements',
  'InstanceType',
  'KeyName',
  'MaintenanceOptions',
  'MetadataOptions',
  'Monitoring',
  'NetworkInterfaces',
  'Placement',
  'PrivateDnsNameOptions',
  'SecurityGroupIds',
  'TagSpecifications',
  'UserData',
];

const hasSomething = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;

/** EC2's own checks of LaunchTemplateData at creation ("CreateLaunchTemplate": not all parameters are validated). */
export function assertData(
  ec2: Ec2State,
  data: RequestLaunchTemplateData | undefined,
): ResponseLaunchTemplateData {
  if (!data || Object.keys(data).length === 0) throw missing('LaunchTemplateData');
  refuseUnmodelledMembers(ec2.region.kernel, 'ec2 LaunchTemplateData', { ...data }, DATA_MEMBERS);
  const { ImageId } = data;
  // Only an id that stands for nothing is judged by its form, as those of templates are.
  const isKnown = ImageId === undefined || ec2.images.has(ImageId);
  if (!isKnown && !/^(ami-[0-9a-f]{8,17}|resolve:ssm:.+)$/.test(ImageId)) {
    throw new AwsError('InvalidAMIID.Malformed', `Invalid id: "${ImageId}" (expecting "ami-...")`);
  }
  if (data.UserData !== undefined) {
    if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data.UserData)) {
      throw new AwsError('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
    }
    if (Buffer.from(data.UserData, 'base64').length > 16384) {
      throw invalidValue('User data is limited to 16384 bytes');
    }
  }
  if (hasSomething(data.SecurityGroupIds) && hasSomething(data.NetworkInterfaces)) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level security groups may not be specified on the same request',
    );
  }
  if (data.InstanceType !== undefined && data.InstanceRequirements !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The InstanceRequirements parameter cannot be used with the InstanceType parameter.',
    );
  }
  for (const { ResourceType } of data.TagSpecifications ?? []) {
    const allowed = ['instance', 'volume', 'network-interface', 'spot-instances-request', 'elastic-gpu'];
    if (!allowed.includes(ResourceType ?? '')) {
      throw invalidValue(`'${ResourceType}' is not a valid taggable resource type for this operation.`);
    }
  }
  return data as ResponseLaunchTemplateData;
}
