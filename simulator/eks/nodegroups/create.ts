import type { CreateNodegroupRequest, LaunchTemplateSpecification, Nodegroup } from '@aws-sdk/client-eks';
import { kubernetesOfImage } from '../../ami-releases.ts';
import type { Call } from '../../service.ts';
import { grantAccess } from '../access/entries.ts';
import type { EksAccount } from '../account.ts';
import { type ErrorMembers, invalidParameter, limitExceeded, resourceInUse } from '../errors.ts';
import type { ClusterRecord, NodegroupMachine, NodegroupRecord } from '../records.ts';
import { ensureOwnRole } from '../roles.ts';
import { validate } from '../validate.ts';
import { isWindows } from './ami-types.ts';
import {
  checkNodegroupSubnets,
  checkNodeRole,
  checkRemoteAccess,
  checkScaling,
  checkUnavailable,
  chooseMachine,
} from './checks.ts';
import { checkTemplate, resolveTemplate, templateGroups } from './launch-template.ts';
import { provisionNodegroup } from './nodes.ts';
import { CREATE_NODEGROUP, NODEGROUP_NAME } from './shapes.ts';

export function createNodegroup(
  account: EksAccount,
  input: CreateNodegroupRequest,
  call: Call,
): { nodegroup: Nodegroup } {
  const clusterName = input.clusterName ?? '';
  const nodegroupName = input.nodegroupName ?? '';
  const members = { clusterName, nodegroupName };
  if (NODEGROUP_NAME.safeParse(input.nodegroupName).success) account.cluster(clusterName);
  validate(account, 'CreateNodegroup', CREATE_NODEGROUP, input, members);
  return account.once('CreateNodegroup', clusterName, input.clientRequestToken, input, () => {
    const cluster = account.activeCluster(clusterName);
    if (cluster.nodegroups.has(nodegroupName)) {
      throw resourceInUse(
        `NodeGroup already exists with name ${nodegroupName} and cluster name ${clusterName}`,
        members,
      );
    }
    if (cluster.nodegroups.size >= account.quota('eks/nodegroups-per-cluster')) {
      throw limitExceeded('Nodegroup limit exceeded for cluster.', members);
    }
    const { description, machine } = describe(account, cluster, input, members);
    ensureOwnRole(account, call.caller, 'eks-nodegroup.amazonaws.com', members);
    const record = register(account, cluster, description, machine, input);
    return () => ({ nodegroup: record.description });
  });
}

/** Checks the request and gives the group as it will be described; changes nothing. */
function describe(
  account: EksAccount,
  cluster: ClusterRecord,
  input: CreateNodegroupRequest,
  members: ErrorMembers,
): { readonly description: Nodegroup; readonly machine: NodegroupMachine } {
  const scalingConfig = scalingOf(input, members);
  checkScaling(account, scalingConfig, members);
  checkUnavailable(input.updateConfig?.maxUnavailable, scalingConfig.maxSize, members);
  const subnets = input.subnets ?? [];
  checkNodegroupSubnets(account, cluster, subnets, members);
  const template = input.launchTemplate && resolveTemplate(account, input.launchTemplate, members);
  if (template) checkTemplate(input, template.data, members);
  const machine = chooseMachine(account, cluster, input, template?.data, members);
  checkRemoteAccess(account, input, cluster, members);
  checkNodeRole(account, input.nodeRole ?? '', members);
  const uuid = account.ids.uuid();
  const typeInTemplate = template?.data.InstanceType !== undefined;
  const description: Nodegroup = {
    nodegroupName: input.nodegroupName,
    nodegroupArn: account.arn(`nodegroup/${cluster.name}/${input.nodegroupName}/${uuid}`),
    clusterName: cluster.name,
    version: machine.version,
    releaseVersion: machine.releaseVersion,
    createdAt: account.now(),
    modifiedAt: account.now(),
    status: 'CREATING',
    capacityType: input.capacityType ?? 'ON_DEMAND',
    scalingConfig,
    ...(typeInTemplate ? {} : { instanceTypes: [...machine.instanceTypes] }),
    subnets: [...subnets],
    ...(input.remoteAccess ? { remoteAccess: input.remoteAccess } : {}),
    amiType: machine.amiType,
    nodeRole: input.nodeRole,
    labels: { ...input.labels },
    ...(input.taints?.length ? { taints: input.taints } : {}),
    resources: { autoScalingGroups: [{ name: `eks-${input.nodegroupName}-${uuid}` }] },
    ...(template ? {} : { diskSize: input.diskSize ?? (isWindows(machine.amiType) ? 50 : 20) }),
    health: { issues: [] },
    updateConfig: input.updateConfig ? input.updateConfig : { maxUnavailable: 1 },
    ...(input.nodeRepairConfig ? { nodeRepairConfig: input.nodeRepairConfig } : {}),
    ...(input.warmPoolConfig ? { warmPoolConfig: input.warmPoolConfig } : {}),
    ...(template ? { launchTemplate: template.specification } : {}),
    tags: { ...input.tags },
  };
  return {
    description,
    machine: machineOf(account, cluster, {
      instanceTypes: machine.instanceTypes,
      version: machine.version,
      data: template?.data,
      template: template?.specification,
      sshKey: input.remoteAccess?.ec2SshKey,
    }),
  };
}

/** Nodes get the cluster security group, or the template's groups where it names some (guide, launch templates). */
export function machineOf(
  account: EksAccount,
  cluster: ClusterRecord,
  given: {
    readonly instanceTypes: readonly string[];
    readonly version: string;
    readonly data: Readonly<Record<string, unknown>> | undefined;
    readonly template: LaunchTemplateSpecification | undefined;
    readonly sshKey?: string | undefined;
  },
): NodegroupMachine {
  const { instanceTypes, data, sshKey } = given;
  const groups = templateGroups(data);
  const imageId = data?.ImageId;
  const keyName = data?.KeyName ?? sshKey;
  return {
    instanceTypes,
    groupIds:
      groups.length > 0 ? groups : [cluster.description.resourcesVpcConfig?.clusterSecurityGroupId ?? ''],
    ...(typeof imageId === 'string' ? { imageId } : {}),
    version: versionOf(account, imageId) ?? given.version,
    labels: sourceLabels(imageId, given.template),
    ...(typeof keyName === 'string' ? { keyName } : {}),
  };
}

/** Labels of nodes of a launch template (EKS guide, "Understand each phase of node updates"). */
const sourceLabels = (imageId: unknown, template: LaunchTemplateSpecification | undefined) => ({
  ...(typeof imageId === 'string' && { 'eks.amazonaws.com/nodegroup-image': imageId }),
  ...(template && {
    'eks.amazonaws.com/sourceLaunchTemplateId': template.id ?? '',
    'eks.amazonaws.com/sourceLaunchTemplateVersion': template.version ?? '',
  }),
});

/** The Kubernetes minor of a custom image, as far as its name tells it. */
const versionOf = (account: EksAccount, imageId: unknown): string | undefined =>
  typeof imageId === 'string' ? kubernetesOfImage(account.region.network.imageName(imageId)) : undefined;

/** "When creating a node group, you must specify all or none of the properties" (SDK typing). */
function scalingOf(input: CreateNodegroupRequest, members: ErrorMembers) {
  const { minSize, maxSize, desiredSize } = input.scalingConfig ?? { minSize: 1, maxSize: 2, desiredSize: 2 };
  if (minSize === undefined || maxSize === undefined || desiredSize === undefined) {
    throw invalidParameter(
      'minSize, maxSize and desiredSize must all be specified in scalingConfig',
      members,
    );
  }
  return { minSize, maxSize, desiredSize };
}

function register(
  account: EksAccount,
  cluster: ClusterRecord,
  description: Nodegroup,
  machine: NodegroupMachine,
  input: CreateNodegroupRequest,
): NodegroupRecord {
  const { nodegroupName = '', nodegroupArn = '' } = description;
  if (input.remoteAccess?.ec2SshKey !== undefined && description.resources) {
    description.resources.remoteAccessSecurityGroup = account.region.network.createSecurityGroup({
      groupName: `eks-remoteAccess-${nodegroupArn.split('/').at(-1)}`,
      description: 'Security group for all nodes in the nodeGroup to allow SSH access',
      vpcId: cluster.vpcId,
      tags: { 'eks:nodegroup-name': nodegroupName, eks: nodegroupName },
      managedBy: 'eks.amazonaws.com',
    }).groupId;
  }
  const span = account.startSpan('eks/node-group-create', nodegroupArn, 'create', cluster.name, [
    cluster.createSpanId,
  ]);
  const record: NodegroupRecord = {
    description,
    createSpanId: span.id,
    machine,
    nodes: [],
    drainingIds: new Set(),
    strayInstanceIds: [],
    scaling: Promise.resolve(),
    autoScaling: { surge: 0, growing: 0, isRollingOut: false },
  };
  cluster.nodegroups.set(nodegroupName, record);
  if (cluster.description.accessConfig?.authenticationMode !== 'CONFIG_MAP') {
    const type = isWindows(description.amiType) ? 'EC2_WINDOWS' : 'EC2_LINUX';
    grantAccess(account, cluster, description.nodeRole ?? '', type);
  }
  record.scaling = provisionNodegroup(account, cluster, record, span);
  account.inBackground(() => record.scaling);
  return record;
}
