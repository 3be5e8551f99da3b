import type { Cluster, ClusterIssue, CreateClusterRequest, CreateClusterResponse } from '@aws-sdk/client-eks';
import { AwsError } from '../../aws-error.ts';
import type { Span } from '../../kernel/trace.ts';
import type { Call } from '../../service.ts';
import { grantAccess } from '../access/entries.ts';
import type { EksAccount } from '../account.ts';
import { invalidParameter, limitExceeded, resourceInUse } from '../errors.ts';
import { newKubernetes, showAutoMode } from '../in-kubernetes.ts';
import {
  checkClusterSubnets,
  checkFreeAddresses,
  checkSecurityGroups,
  createClusterNetwork,
  FREE_ADDRESSES_TO_CREATE,
} from '../network/cluster-network.ts';
import type { ClusterRecord } from '../records.ts';
import { checkNodeTrust, checkOwnAccount, checkServiceRole, ensureOwnRole, principalOf } from '../roles.ts';
import { validate } from '../validate.ts';
import { holdNodeRole } from './auto-mode.ts';
import {
  checkAutoMode,
  checkEndpointAccess,
  checkPublicAccessCidrs,
  checkRemoteNetworks,
  loggingOf,
  serviceIpv4Cidr,
} from './configuration.ts';
import { checkKeys } from './encryption.ts';
import { CREATE_CLUSTER } from './shapes.ts';
import { defaultVersion, offeredVersion } from './versions.ts';

const HEX = '0123456789ABCDEF';

export function createCluster(
  account: EksAccount,
  input: CreateClusterRequest,
  call: Call,
): CreateClusterResponse {
  const name = input.name ?? '';
  if (input.outpostConfig) account.notSimulated('eks:CreateCluster with outpostConfig');
  validate(account, 'CreateCluster', CREATE_CLUSTER, input, { clusterName: name });
  checkOwnAccount(account, input.roleArn);
  return account.once('CreateCluster', name, input.clientRequestToken, input, () => {
    if (account.clusters.has(name)) {
      throw resourceInUse(`Cluster already exists with name: ${name}`, { clusterName: name });
    }
    if (account.clusters.size >= account.quota('eks/clusters')) {
      throw limitExceeded('Cluster limit exceeded for account.', { clusterName: name });
    }
    const { record, span } = prepare(account, input, call);
    account.clusters.set(name, record);
    bootstrapAccess(account, record, input, call);
    account.inBackground(() => provision(account, record, span));
    const bootstrap = input.accessConfig?.bootstrapClusterCreatorAdminPermissions ?? true;
    return () => {
      const { description } = record;
      const accessConfig = {
        bootstrapClusterCreatorAdminPermissions: bootstrap,
        ...description.accessConfig,
      };
      return { cluster: { ...description, accessConfig } };
    };
  });
}

/** Checks everything and builds the record; changes nothing but EKS's own role in the account. */
function prepare(
  account: EksAccount,
  input: CreateClusterRequest,
  call: Call,
): { readonly record: ClusterRecord; readonly span: Span } {
  const name = input.name ?? '';
  const members = { clusterName: name };
  const now = account.region.kernel.now();
  const version = input.version === undefined ? defaultVersion(now) : offeredVersion(input.version, now);
  if (!version) throw invalidParameter(`unsupported Kubernetes version ${input.version}`, members);
  const vpc = input.resourcesVpcConfig ?? {};
  checkEndpointAccess(vpc.endpointPublicAccess ?? true, vpc.endpointPrivateAccess ?? false, name);
  checkPublicAccessCidrs(account, vpc.publicAccessCidrs, name);
  const autoMode = checkAutoMode(input, name) ?? false;
  checkAccess(input);
  checkKeys(account, input.encryptionConfig, name);
  const subnetIds = vpc.subnetIds ?? [];
  const subnets = checkClusterSubnets(account, name, subnetIds);
  const vpcId = subnets[0]?.vpcId ?? '';
  checkSecurityGroups(account, name, vpc.securityGroupIds ?? [], vpcId);
  checkFreeAddresses(account, name, subnetIds, FREE_ADDRESSES_TO_CREATE);
  checkServiceRole(account, input.roleArn ?? '', 'eks.amazonaws.com', name);
  const nodeRoleArn = input.computeConfig?.nodeRoleArn;
  if (nodeRoleArn !== undefined) checkNodeTrust(account, nodeRoleArn, members);
  const ipFamily = input.kubernetesNetworkConfig?.ipFamily ?? 'ipv4';
  checkIpFamily(
    input,
    subnets.every((subnet) => subnet.ipv6CidrBlock !== undefined),
  );
  ensureOwnRole(account, call.caller, 'eks.amazonaws.com', members);
  const serviceCidr =
    ipFamily === 'ipv6'
      ? { serviceIpv6Cidr: `fd${account.ids.text(2, HEX)}:${account.ids.text(4, HEX)}::/108`.toLowerCase() }
      : { serviceIpv4Cidr: serviceIpv4Cidr(input.kubernetesNetworkConfig?.serviceIpv4Cidr, subnets, name) };
  const arn = account.arn(`cluster/${name}`);
  const description: Cluster = {
    name,
    arn,
    createdAt: account.now(),
    version: version.version,
    roleArn: input.roleArn,
    resourcesVpcConfig: {
      subnetIds: [...subnetIds],
      securityGroupIds: [...(vpc.securityGroupIds ?? [])],
      vpcId,
      endpointPublicAccess: vpc.endpointPublicAccess ?? true,
      endpointPrivateAccess: vpc.endpointPrivateAccess ?? false,
      publicAccessCidrs: publicCidrs(vpc, ipFamily),
    },
    kubernetesNetworkConfig: { ...serviceCidr, ipFamily, elasticLoadBalancing: { enabled: autoMode } },
    logging: loggingOf(input.logging),
    status: 'CREATING',
    certificateAuthority: {},
    platformVersion: version.platform,
    tags: { ...input.tags },
    accessConfig: { authenticationMode: input.accessConfig?.authenticationMode ?? 'CONFIG_MAP' },
    upgradePolicy: { supportType: input.upgradePolicy?.supportType ?? 'EXTENDED' },
    zonalShiftConfig: { enabled: input.zonalShiftConfig?.enabled ?? false },
    deletionProtection: input.deletionProtection ?? false,
    controlPlaneScalingConfig: { tier: input.controlPlaneScalingConfig?.tier ?? 'standard' },
    ...(input.encryptionConfig === undefined ? {} : { encryptionConfig: input.encryptionConfig }),
    ...(input.remoteNetworkConfig === undefined ? {} : { remoteNetworkConfig: input.remoteNetworkConfig }),
    ...(autoMode ? { computeConfig: input.computeConfig, storageConfig: input.storageConfig } : {}),
  };
  const occupied = {
    vpc: subnets.map((subnet) => subnet.cidrBlock),
    service: serviceCidr.serviceIpv4Cidr === undefined ? [] : [serviceCidr.serviceIpv4Cidr],
  };
  checkRemoteNetworks(input.remoteNetworkConfig, occupied, description);
  const selfManagedAddons = (input.bootstrapSelfManagedAddons ?? true) && !autoMode;
  const isAdministrator = input.accessConfig?.bootstrapClusterCreatorAdminPermissions ?? true;
  const creatorArn = isAdministrator ? principalOf(call.caller) : undefined;
  return newRecord(account, description, { vpcId, selfManagedAddons, creatorArn });
}

function newRecord(
  account: EksAccount,
  description: Cluster,
  given: {
    readonly vpcId: string;
    readonly selfManagedAddons: boolean;
    readonly creatorArn: string | undefined;
  },
): { readonly record: ClusterRecord; readonly span: Span } {
  const name = description.name ?? '';
  const arn = description.arn ?? '';
  const span = account.startSpan('eks/control-plane-create', arn, 'create', name, []);
  const record: ClusterRecord = {
    name,
    arn,
    description,
    createSpanId: span.id,
    vpcId: given.vpcId,
    selfManagedAddons: given.selfManagedAddons,
    ...(given.creatorArn !== undefined && { creatorArn: given.creatorArn }),
    access: [],
    kubernetes: newKubernetes(account, name, () => record),
    editedFields: new Map(),
    networkInterfaceIds: [],
    updates: [],
    nodegroups: new Map(),
    fargateProfiles: new Map(),
    addons: new Map(),
    accessEntries: new Map(),
    podIdentityAssociations: new Map(),
    identityProviders: new Map(),
    capabilities: new Map(),
    otherNodes: new Map(),
    autoNodes: [],
    unevictable: new Set(),
    insights: new Map(),
    insightIds: new Map(),
    deprecatedCalls: [],
    spans: new Map(),
    watchers: new Set(),
  };
  return { record, span };
}

function publicCidrs(
  vpc: { endpointPublicAccess?: boolean | undefined; publicAccessCidrs?: string[] | undefined },
  ipFamily: string,
): string[] {
  if (vpc.endpointPublicAccess === false) return [];
  if (vpc.publicAccessCidrs?.length) return [...vpc.publicAccessCidrs];
  return ipFamily === 'ipv6' ? ['0.0.0.0/0', '::/0'] : ['0.0.0.0/0'];
}

function checkAccess(input: CreateClusterRequest): void {
  const mode = input.accessConfig?.authenticationMode ?? 'CONFIG_MAP';
  const members = { clusterName: input.name };
  if (mode === 'CONFIG_MAP' && input.accessConfig?.bootstrapClusterCreatorAdminPermissions === false) {
    throw invalidParameter(
      'bootstrapClusterCreatorAdminPermissions must be true if cluster authentication mode is set to CONFIG_MAP',
      members,
    );
  }
  if (mode === 'CONFIG_MAP' && input.computeConfig?.enabled === true) {
    throw invalidParameter(
      'When EKS Auto Mode is enabled, you must use an EKS access config authentication mode of API_AND_CONFIG_MAP or API',
      members,
    );
  }
}

function checkIpFamily(input: CreateClusterRequest, allSubnetsHaveIpv6: boolean): void {
  const config = input.kubernetesNetworkConfig;
  if (config?.ipFamily !== 'ipv6') return;
  const members = { clusterName: input.name };
  if (config.serviceIpv4Cidr !== undefined) {
    throw invalidParameter('serviceIpv4Cidr cannot be specified when creating an "ipv6" cluster', members);
  }
  if (!allSubnetsHaveIpv6) {
    throw invalidParameter('Subnets specified must have an IPv6 CIDR block when ipFamily is ipv6', members);
  }
}

/** Makes the creator an administrator and lets Auto Mode's node role join nodes, in API modes. */
function bootstrapAccess(
  account: EksAccount,
  cluster: ClusterRecord,
  input: CreateClusterRequest,
  call: Call,
): void {
  if (cluster.description.accessConfig?.authenticationMode === 'CONFIG_MAP') return;
  if (input.accessConfig?.bootstrapClusterCreatorAdminPermissions ?? true) {
    grantAccess(account, cluster, principalOf(call.caller), 'STANDARD', ['AmazonEKSClusterAdminPolicy']);
  }
  const nodeRoleArn = input.computeConfig?.nodeRoleArn;
  if (nodeRoleArn !== undefined)
    grantAccess(account, cluster, nodeRoleArn, 'EC2', ['AmazonEKSAutoNodePolicy']);
}

async function provision(account: EksAccount, cluster: ClusterRecord, span: Span): Promise<void> {
  const { description } = cluster;
  await account.take('eks/control-plane-create');
  if (!account.exists(cluster) || description.status !== 'CREATING') return;
  account.endSpan(span);
  const issue = placeControlPlane(account, cluster);
  if (issue) {
    description.status = 'FAILED';
    description.health = { issues: [issue] };
    return;
  }
  const id = account.ids.text(32, HEX);
  const suffix = account.ids.pick(['gr7', 'yl4', 'sk1']);
  const { name: region } = account.region;
  description.endpoint = `https://${id}.${suffix}.${region}.eks.amazonaws.com`;
  description.identity = { oidc: { issuer: `https://oidc.eks.${region}.amazonaws.com/id/${id}` } };
  const pem = `-----BEGIN CERTIFICATE-----\n${account.ids.text(64, HEX)}\n-----END CERTIFICATE-----\n`;
  description.certificateAuthority = { data: Buffer.from(pem).toString('base64') };
  description.status = 'ACTIVE';
  const { nodeRoleArn } = description.computeConfig ?? {};
  if (nodeRoleArn) holdNodeRole(account, cluster, nodeRoleArn);
  showAutoMode(cluster);
  account.changed(cluster);
}

/** Puts the control plane into the VPC; the issue, if something there was removed in the meantime. */
function placeControlPlane(account: EksAccount, cluster: ClusterRecord): ClusterIssue | undefined {
  const subnetIds = cluster.description.resourcesVpcConfig?.subnetIds ?? [];
  const lost = subnetIds.filter((id) => !account.region.network.subnet(id));
  if (lost.length > 0) {
    const message = "We couldn't find one of the subnets associated with the cluster.";
    return { code: 'Ec2SubnetNotFound', message, resourceIds: lost };
  }
  try {
    createClusterNetwork(account, cluster);
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isFull = error.code.startsWith('InsufficientFreeAddresses');
    return {
      code: isFull ? 'InsufficientFreeAddresses' : 'Other',
      message: error.message,
      resourceIds: [...subnetIds],
    };
  }
}
