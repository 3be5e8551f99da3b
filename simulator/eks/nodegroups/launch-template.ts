import type { CreateNodegroupRequest, LaunchTemplateSpecification } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { type ErrorMembers, invalidParameter, invalidRequest } from '../errors.ts';

export interface ResolvedTemplate {
  readonly specification: LaunchTemplateSpecification;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The template and its version's data; the default version where none is named (SDK typing of `version`). */
export function resolveTemplate(
  account: EksAccount,
  specification: LaunchTemplateSpecification,
  members: ErrorMembers,
): ResolvedTemplate {
  const { id, name } = specification;
  const found = account.region.network.launchTemplate({
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
  });
  if (!found) {
    const which = id === undefined ? `name ${name}` : `template ID ${id}`;
    throw invalidRequest(`The specified launch template, with ${which}, does not exist.`, members);
  }
  const version = versionNumber(specification.version, found.defaultVersion, found.latestVersion);
  const data = found.data(version);
  if (!data) {
    throw invalidRequest(
      `Could not find the specified version ${specification.version} for the launch template with ID ${found.launchTemplateId}.`,
      members,
    );
  }
  return {
    specification: { id: found.launchTemplateId, name: found.launchTemplateName, version: String(version) },
    data,
  };
}

function versionNumber(requested: string | undefined, defaultVersion: number, latestVersion: number): number {
  if (requested === undefined || requested === '$Default') return defaultVersion;
  return requested === '$Latest' ? latestVersion : Number(requested);
}

/**
 * Refuses members that may not stand beside a template, or in it (guide, "Customize managed nodes with launch
 * templates").
 */
export function checkTemplate(
  input: CreateNodegroupRequest,
  data: Readonly<Record<string, unknown>>,
  members: ErrorMembers,
): void {
  if (input.diskSize !== undefined) {
    throw invalidParameter('Disk size must be specified within the launch template.', members);
  }
  if (input.remoteAccess !== undefined) {
    throw invalidParameter(
      'Remote access configuration cannot be specified with a launch template.',
      members,
    );
  }
  if (input.instanceTypes?.length && data.InstanceType !== undefined) {
    throw invalidRequest('Cannot specify instance types in launch template and API request', members);
  }
  checkTemplateData(data, members);
  if (data.ImageId === undefined) return;
  if (input.amiType !== undefined && input.amiType !== 'CUSTOM') {
    throw invalidParameter(
      'You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template.',
      members,
    );
  }
  if (input.version !== undefined) {
    throw invalidParameter(
      'You cannot specify a kubernetes version to use when specifying an image id to use within the launch template.',
      members,
    );
  }
  if (input.releaseVersion !== undefined) {
    throw invalidParameter('You cannot specify the field releaseVersion when using custom AMIs.', members);
  }
}

export function checkTemplateData(data: Readonly<Record<string, unknown>>, members: ErrorMembers): void {
  if (data.IamInstanceProfile !== undefined) {
    throw invalidRequest(
      'Launch template should not specify an instance profile. The noderole in your request will be used to construct an instance profile.',
      members,
    );
  }
  const marketOptions = data.InstanceMarketOptions as { MarketType?: string } | undefined;
  if (marketOptions?.MarketType === 'spot') {
    throw invalidRequest(
      'Launch template should not request spot instances. Use the capacity type instead.',
      members,
    );
  }
  if (data.HibernationOptions !== undefined) {
    throw invalidRequest('Launch template should not specify hibernation options.', members);
  }
  if (data.InstanceInitiatedShutdownBehavior !== undefined) {
    throw invalidRequest('Launch template should not specify shutdown behavior.', members);
  }
  const interfaces = data.NetworkInterfaces;
  const withSubnet =
    Array.isArray(interfaces) &&
    interfaces.some((networkInterface: { SubnetId?: string }) => networkInterface.SubnetId !== undefined);
  if (withSubnet) {
    throw invalidParameter(
      'You must not specify a subnet in your launch template. All subnets must be specified in the API.',
      members,
    );
  }
  checkInterfaces(interfaces, members);
  checkInstanceTags(data, members);
}

/** EC2's own refusal, which EKS meets as it tries the template (observed words: cdk-preflight). */
function checkInterfaces(interfaces: unknown, members: ErrorMembers): void {
  const list = Array.isArray(interfaces) ? (interfaces as readonly { DeviceIndex?: number }[]) : [];
  if (list.some(({ DeviceIndex }) => DeviceIndex === undefined)) {
    throw invalidRequest('Each network interface requires a device index.', members);
  }
}

/** Tags that instances may read of themselves have no slash in their keys, and EKS's own have (observed: cdk-preflight). */
function checkInstanceTags(data: Readonly<Record<string, unknown>>, members: ErrorMembers): void {
  const options = data.MetadataOptions as { InstanceMetadataTags?: string } | undefined;
  if (options?.InstanceMetadataTags !== 'enabled') return;
  throw invalidRequest(
    "'k8s.io/cluster-autoscaler/enabled' is not a valid tag key. Tag keys must match pattern ([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved name ('.', '..', '_index')",
    members,
  );
}

/** The security groups that the template gives its instances, in either of the places where it may. */
export function templateGroups(data: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const [first] = (data?.NetworkInterfaces ?? []) as readonly { Groups?: readonly string[] }[];
  return first?.Groups ?? ((data?.SecurityGroupIds ?? []) as readonly string[]);
}
