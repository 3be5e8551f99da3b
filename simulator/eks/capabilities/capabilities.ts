import type {
  Capability,
  CreateCapabilityRequest,
  DeleteCapabilityRequest,
  DescribeCapabilityRequest,
  ListCapabilitiesRequest,
  ListCapabilitiesResponse,
  Update,
  UpdateCapabilityRequest,
  UpdateParam,
} from '@aws-sdk/client-eks';
import { grantAccess } from '../access/entries.ts';
import type { EksAccount } from '../account.ts';
import { newUpdate } from '../clusters/updates.ts';
import {
  type ErrorMembers,
  invalidParameter,
  invalidRequest,
  resourceInUse,
  resourceNotFound,
} from '../errors.ts';
import { page } from '../pagination.ts';
import type { ClusterRecord } from '../records.ts';
import { checkServiceRole } from '../roles.ts';
import { validate } from '../validate.ts';
import { CREATE_CAPABILITY, UPDATE_CAPABILITY } from './shapes.ts';

/** The software's version; the API names none in advance. */
const VERSIONS = { ACK: '1.4.0', ARGOCD: '3.2.1', KRO: '0.8.0' } as const;
const ACCESS_POLICIES = {
  ACK: ['AmazonEKSACKPolicy'],
  ARGOCD: ['AmazonEKSArgoCDClusterPolicy', 'AmazonEKSArgoCDPolicy'],
  KRO: ['AmazonEKSKROPolicy'],
} as const;

const PRINCIPAL = 'capabilities.eks.amazonaws.com';

export function createCapability(
  account: EksAccount,
  input: CreateCapabilityRequest,
): { capability: Capability } {
  const { clusterName = '', capabilityName = '' } = input;
  const members = { clusterName };
  validate(account, 'CreateCapability', CREATE_CAPABILITY, input, members);
  return account.once('CreateCapability', clusterName, input.clientRequestToken, input, () => {
    const cluster = account.activeCluster(clusterName);
    if (cluster.capabilities.has(capabilityName)) {
      throw resourceInUse(`Capability already exists with name ${capabilityName}`, members);
    }
    if ([...cluster.capabilities.values()].some(({ type }) => type === input.type)) {
      throw resourceInUse(`A capability of type ${input.type} already exists on the cluster`, members);
    }
    checkKind(cluster, input, members);
    checkServiceRole(account, input.roleArn ?? '', PRINCIPAL, clusterName);
    const capability = register(account, cluster, input);
    return () => ({ capability });
  });
}

function checkKind(cluster: ClusterRecord, input: CreateCapabilityRequest, members: ErrorMembers): void {
  if (cluster.description.accessConfig?.authenticationMode === 'CONFIG_MAP') {
    throw invalidRequest(
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
      members,
    );
  }
  const { argoCd, ack } = input.configuration ?? {};
  if (input.type === 'ARGOCD' && !argoCd) {
    throw invalidParameter('The argoCd configuration is required for capabilities of type ARGOCD', members);
  }
  if ((argoCd && input.type !== 'ARGOCD') || (ack && input.type !== 'ACK')) {
    throw invalidParameter(`The configuration does not match the capability type ${input.type}`, members);
  }
}

function register(account: EksAccount, cluster: ClusterRecord, input: CreateCapabilityRequest): Capability {
  const { capabilityName = '', type = 'ACK', roleArn = '' } = input;
  const arn = account.arn(
    `capability/${cluster.name}/${type.toLowerCase()}/${capabilityName}/${account.ids.uuid()}`,
  );
  const { argoCd, ack } = input.configuration ?? {};
  const capability: Capability = {
    capabilityName,
    arn,
    clusterName: cluster.name,
    type,
    roleArn,
    status: 'CREATING',
    version: VERSIONS[type],
    ...(argoCd ? { configuration: { argoCd: { namespace: 'argocd', ...argoCd } } } : {}),
    ...(type === 'ACK' ? { configuration: { ack: { enableCrossNamespace: false, ...ack } } } : {}),
    tags: { ...input.tags },
    health: { issues: [] },
    createdAt: account.now(),
    modifiedAt: account.now(),
    deletePropagationPolicy: input.deletePropagationPolicy,
  };
  cluster.capabilities.set(capabilityName, capability);
  grantAccess(account, cluster, roleArn, 'STANDARD', ACCESS_POLICIES[type]);
  const span = account.startSpan('eks/capability-create', arn, 'create', cluster.name, [
    cluster.createSpanId,
  ]);
  cluster.spans.set(`capability/${capabilityName}`, span.id);
  account.inBackground(async () => {
    await account.take('eks/capability-create');
    account.endSpan(span);
    if (capability.status === 'CREATING') capability.status = 'ACTIVE';
    if (capability.configuration?.argoCd) {
      const host = argoCd?.endpointPrefix ?? account.ids.text(16, '0123456789abcdef');
      capability.configuration.argoCd.serverUrl = `https://${host}.eks-capabilities.${account.region.name}.amazonaws.com`;
    }
    account.changed(cluster);
  });
  return capability;
}

function find(account: EksAccount, clusterName: string | undefined, capabilityName: string | undefined) {
  const cluster = account.cluster(clusterName);
  const capability = cluster.capabilities.get(capabilityName ?? '');
  if (!capability)
    throw resourceNotFound(`No capability found for name: ${capabilityName}.`, { clusterName });
  return { cluster, capability };
}

export function describeCapability(
  account: EksAccount,
  input: DescribeCapabilityRequest,
): { capability: Capability } {
  const { capability } = find(account, input.clusterName, input.capabilityName);
  return { capability };
}

export function listCapabilities(
  account: EksAccount,
  input: ListCapabilitiesRequest,
): ListCapabilitiesResponse {
  const cluster = account.cluster(input.clusterName);
  const summaries = [...cluster.capabilities.values()].map(
    ({ capabilityName, arn, type, status, version, createdAt, modifiedAt }) => ({
      capabilityName,
      arn,
      type,
      status,
      version,
      createdAt,
      modifiedAt,
    }),
  );
  const { items, ...rest } = page(summaries, ({ capabilityName }) => capabilityName ?? '', input);
  return { capabilities: items, ...rest };
}

export function updateCapability(account: EksAccount, input: UpdateCapabilityRequest): { update: Update } {
  const { clusterName = '', capabilityName = '' } = input;
  const members = { clusterName };
  validate(account, 'UpdateCapability', UPDATE_CAPABILITY, input, members);
  return account.once('UpdateCapability', clusterName, input.clientRequestToken, input, () => {
    const { cluster, capability } = find(account, clusterName, capabilityName);
    if (capability.status !== 'ACTIVE' && capability.status !== 'DEGRADED') {
      throw resourceInUse(
        `Capability ${capabilityName} cannot be updated as it is currently in ${capability.status} state`,
        members,
      );
    }
    if (input.roleArn !== undefined) checkServiceRole(account, input.roleArn, PRINCIPAL, clusterName);
    const params: UpdateParam[] = [];
    if (input.roleArn !== undefined) params.push({ type: 'RoleArn', value: input.roleArn });
    const ack = input.configuration?.ack;
    if (ack?.enableCrossNamespace !== undefined) {
      params.push({ type: 'EnableCrossNamespace', value: String(ack.enableCrossNamespace) });
    }
    if (ack?.disabledServices)
      params.push({ type: 'DisabledServices', value: JSON.stringify(ack.disabledServices) });
    const update = newUpdate(account, 'CapabilityUpdate', params);
    cluster.updates.push({ update, capabilityName });
    capability.status = 'UPDATING';
    const span = account.startSpan(
      'eks/capability-update',
      capability.arn ?? '',
      'CapabilityUpdate',
      clusterName,
      [cluster.spans.get(`capability/${capabilityName}`) ?? cluster.createSpanId],
    );
    account.inBackground(async () => {
      await account.take('eks/capability-create');
      if (input.roleArn !== undefined) capability.roleArn = input.roleArn;
      if (ack && capability.configuration?.ack) Object.assign(capability.configuration.ack, ack);
      capability.status = 'ACTIVE';
      capability.modifiedAt = account.now();
      update.status = 'Successful';
      account.endSpan(span);
      account.changed(cluster);
    });
    return () => ({ update });
  });
}

export function deleteCapability(
  account: EksAccount,
  input: DeleteCapabilityRequest,
): { capability: Capability } {
  const { cluster, capability } = find(account, input.clusterName, input.capabilityName);
  const { capabilityName = '', arn = '', status } = capability;
  if (status === 'DELETING' || status === 'UPDATING') {
    throw resourceInUse(
      `Capability ${capabilityName} cannot be deleted as it is currently in ${status} state`,
      {
        clusterName: input.clusterName,
      },
    );
  }
  capability.status = 'DELETING';
  const span = account.startSpan('eks/capability-delete', arn, 'delete', cluster.name, [
    cluster.spans.get(`capability/${capabilityName}`) ?? cluster.createSpanId,
  ]);
  account.inBackground(async () => {
    await account.take('eks/capability-delete');
    cluster.capabilities.delete(capabilityName);
    account.endSpan(span);
    account.changed(cluster);
  });
  return { capability };
}
