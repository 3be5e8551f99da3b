import type { AMITypes, CreateNodegroupRequest, NodegroupScalingConfig } from '@aws-sdk/client-eks';
import { isInstanceType } from '../../ec2/instances/type-catalogue.ts';
import type { EksAccount } from '../account.ts';
import { minorOf, NODE_SKEW } from '../clusters/versions.ts';
import { type ErrorMembers, invalidParameter, invalidRequest, limitExceeded } from '../errors.ts';
import { findSubnets } from '../network/cluster-network.ts';
import type { ClusterRecord } from '../records.ts';
import { checkNodeTrust } from '../roles.ts';
import { defaultAmiType, latestRelease, releaseFits, suits } from './ami-types.ts';

/** Sizes, in the observed words (viya4-iac-aws#298, cloud-platform-infrastructure#4595). */
export function checkScaling(
  account: EksAccount,
  config: Required<Pick<NodegroupScalingConfig, 'minSize' | 'maxSize' | 'desiredSize'>>,
  members: ErrorMembers,
): void {
  const { minSize = 0, maxSize = 1, desiredSize = 0 } = config;
  if (minSize > maxSize) throw invalidParameter("minSize can't be greater than maxSize", members);
  if (minSize > desiredSize) throw invalidParameter("minSize can't be greater than desiredSize", members);
  if (desiredSize > maxSize) throw invalidParameter("desiredSize can't be greater than maxSize", members);
  const limit = account.quota('eks/nodes-per-nodegroup');
  if (maxSize > limit) {
    throw limitExceeded(
      `Nodegroup maxSize can't be greater than the limit of ${limit} nodes per nodegroup`,
      members,
    );
  }
}

/** As many nodes as a group may have can be unavailable at most (hashicorp/terraform-provider-aws#26535). */
export function checkUnavailable(
  unavailable: number | undefined,
  maxSize: number,
  members: ErrorMembers,
): void {
  if (unavailable === undefined || unavailable <= maxSize) return;
  throw invalidParameter(
    'max-unavailable must be within the range 1 and max size of the node group',
    members,
  );
}

export function checkNodegroupSubnets(
  account: EksAccount,
  cluster: ClusterRecord,
  subnetIds: readonly string[],
  members: ErrorMembers,
): void {
  const subnets = findSubnets(account, subnetIds, cluster.name);
  const elsewhere = subnets
    .filter((subnet) => subnet.vpcId !== cluster.vpcId)
    .map((subnet) => subnet.subnetId);
  if (elsewhere.length === 0) return;
  throw invalidParameter(`Subnets specified must belong to the VPC: ${cluster.vpcId}`, members);
}

export function checkNodeRole(account: EksAccount, nodeRole: string, members: ErrorMembers): void {
  const roleName = nodeRole.split('/').at(-1);
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(nodeRole)) {
    throw invalidParameter(`Invalid nodeRole ARN: ${nodeRole}`, members);
  }
  if (!account.region.roles.find(nodeRole)) {
    throw invalidParameter(`The role with name ${roleName} cannot be found.`, members);
  }
  checkNodeTrust(account, nodeRole, members);
}

export interface Machine {
  readonly amiType: AMITypes;
  readonly instanceTypes: readonly string[];
  readonly version: string;
  readonly releaseVersion: string;
}

/** The machine that the group runs on: AMI type, instance types and releases that suit one another. */
export function chooseMachine(
  account: EksAccount,
  cluster: ClusterRecord,
  input: CreateNodegroupRequest,
  template: Readonly<Record<string, unknown>> | undefined,
  members: ErrorMembers,
): Machine {
  const clusterVersion = cluster.description.version ?? '';
  const unknown = (input.instanceTypes ?? []).filter((name) => !isInstanceType(name));
  if (unknown.length > 0) {
    throw invalidParameter(
      `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
      members,
    );
  }
  const templateType = template?.InstanceType;
  const instanceTypes = input.instanceTypes?.length
    ? input.instanceTypes
    : [typeof templateType === 'string' ? templateType : 't3.medium'];
  const imageId = template?.ImageId;
  if (typeof imageId === 'string') {
    return { amiType: 'CUSTOM', instanceTypes, version: clusterVersion, releaseVersion: imageId };
  }
  if (input.amiType === 'CUSTOM' && !input.launchTemplate) {
    throw invalidParameter("Launch template details can't be null for Custom ami type node group", members);
  }
  if (input.amiType === 'CUSTOM') {
    throw invalidParameter(
      'An image id must be specified in the launch template when amiType is CUSTOM.',
      members,
    );
  }
  const version = input.version ?? clusterVersion;
  checkVersion(version, clusterVersion, members);
  const amiType = input.amiType ?? defaultAmiType(version);
  checkAmiType(amiType, instanceTypes, version, members);
  const now = account.region.kernel.now();
  const releaseVersion = input.releaseVersion ?? latestRelease(amiType, version, now);
  checkRelease(account, amiType, releaseVersion, version, members);
  return { amiType, instanceTypes, version, releaseVersion };
}

/** A new group may be up to three minors behind its cluster (observed wording: rancher/eks-operator, terraform-aws-eks). */
function checkVersion(version: string, clusterVersion: string, members: ErrorMembers): void {
  const minor = minorOf(clusterVersion);
  const supported = Array.from({ length: NODE_SKEW + 1 }, (_, behind) => `1.${minor - behind}`);
  if (supported.includes(version)) return;
  throw invalidParameter(
    `Cluster Kubernetes version ${clusterVersion} supports the following Nodegroup Kubernetes versions: [${supported.join(', ')}]`,
    members,
  );
}

export function checkAmiType(
  amiType: AMITypes,
  instanceTypes: readonly string[],
  clusterVersion: string,
  members: ErrorMembers,
): void {
  if (amiType.startsWith('AL2_') && minorOf(clusterVersion) > 32) {
    throw invalidParameter(
      `AMI Type ${amiType} is only supported for kubernetes versions 1.32 or earlier`,
      members,
    );
  }
  const unfit = instanceTypes.filter((instanceType) => !suits(amiType, instanceType));
  if (unfit.length > 0) {
    throw invalidParameter(
      `[${unfit.join(', ')}] is not a valid instance type for requested amiType ${amiType}`,
      members,
    );
  }
}

export const invalidRelease = (releaseVersion: string, version: string, members: ErrorMembers) =>
  invalidParameter(
    `Requested release version ${releaseVersion} is not valid for kubernetes version ${version}.`,
    members,
  );

/** The observed wording names the Kubernetes version of the request (eksctl#7976). */
export function checkRelease(
  account: EksAccount,
  amiType: AMITypes,
  releaseVersion: string,
  version: string,
  members: ErrorMembers,
): void {
  if (releaseFits(amiType, releaseVersion, version, account.region.kernel.now())) return;
  throw invalidRelease(releaseVersion, version, members);
}

export function checkRemoteAccess(
  account: EksAccount,
  input: CreateNodegroupRequest,
  cluster: ClusterRecord,
  members: ErrorMembers,
): void {
  const { ec2SshKey, sourceSecurityGroups = [] } = input.remoteAccess ?? {};
  if (sourceSecurityGroups.length > 0 && ec2SshKey === undefined) {
    throw invalidParameter('ec2SshKey must be specified when sourceSecurityGroups are', members);
  }
  if (ec2SshKey !== undefined && !account.region.network.keyPairExists(ec2SshKey)) {
    throw invalidParameter(`KeyPair ${ec2SshKey} not found`, members);
  }
  for (const groupId of sourceSecurityGroups) {
    if (account.region.network.securityGroup(groupId)?.vpcId !== cluster.vpcId) {
      throw invalidRequest(`The security group '${groupId}' does not exist`, members);
    }
  }
}
