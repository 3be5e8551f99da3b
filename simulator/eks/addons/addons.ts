import type {
  Addon,
  AddonIssue,
  CreateAddonRequest,
  DeleteAddonRequest,
  DescribeAddonRequest,
  ListAddonsRequest,
  ListAddonsResponse,
} from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { EksAccount } from '../account.ts';
import { minorOf } from '../clusters/versions.ts';
import {
  type ErrorMembers,
  invalidParameter,
  invalidRequest,
  resourceInUse,
  resourceNotFound,
} from '../errors.ts';
import { page } from '../pagination.ts';
import { addAssociation } from '../pod-identity-associations.ts';
import type { AddonRecord, ClusterRecord } from '../records.ts';
import { checkOwnAccount } from '../roles.ts';
import { clientRequestToken, DNS_LABEL, oneOf, roleArn, tags, validate } from '../validate.ts';
import { type AddonDefinition, defaultAddonVersion, findAddon, serves } from './catalogue.ts';
import { parseConfiguration, parseValues } from './configuration.ts';
import { settleAddon } from './health.ts';
import { checkServiceAccounts, podIdentityAssociations } from './pod-identity.ts';

const CREATE = z.strictObject({
  clusterName: z.string(),
  addonName: z.string({ error: "addonName can't be null" }),
  addonVersion: z.string().optional(),
  serviceAccountRoleArn: roleArn('serviceAccountRoleArn').optional(),
  resolveConflicts: oneOf('resolveConflicts', ['OVERWRITE', 'NONE', 'PRESERVE']),
  clientRequestToken,
  tags,
  configurationValues: z.string().optional(),
  podIdentityAssociations,
  namespaceConfig: z
    .strictObject({
      namespace: z
        .string()
        .regex(DNS_LABEL, { error: 'Provided namespace value is not a valid RFC 1123 DNS label' })
        .optional(),
    })
    .optional(),
});

export function createAddon(account: EksAccount, input: CreateAddonRequest): { addon: Addon } {
  const clusterName = input.clusterName ?? '';
  const addonName = input.addonName ?? '';
  const members = { clusterName, addonName };
  validate(account, 'CreateAddon', CREATE, input, members);
  checkOwnAccount(account, input.serviceAccountRoleArn);
  parseValues(input.configurationValues, members);
  return account.once('CreateAddon', clusterName, input.clientRequestToken, input, () => {
    const cluster = clusterForAddons(account, clusterName);
    if (cluster.addons.has(addonName)) throw resourceInUse('Addon already exists.', members);
    const definition = offeredAddon(cluster, addonName, members);
    const version = chooseVersion(cluster, definition, input.addonVersion, members);
    parseConfiguration(addonName, input.configurationValues, members);
    checkServiceAccounts(definition, version, input.podIdentityAssociations, members);
    checkServiceAccountRole(account, input.serviceAccountRoleArn, members);
    const record = register(account, cluster, definition, version, input);
    return () => ({ addon: record.description });
  });
}

/** Add-ons may be changed while the control plane is; not while the cluster is made or deleted. */
function clusterForAddons(account: EksAccount, clusterName: string): ClusterRecord {
  const cluster = account.cluster(clusterName);
  const { status } = cluster.description;
  if (status !== 'ACTIVE' && status !== 'UPDATING') {
    throw invalidRequest(`Cluster '${clusterName}' is not in ACTIVE status`, { clusterName });
  }
  return cluster;
}

function offeredAddon(cluster: ClusterRecord, addonName: string, members: ErrorMembers): AddonDefinition {
  const version = cluster.description.version ?? '';
  const definition = findAddon(addonName);
  if (!definition?.versions.some((candidate) => serves(candidate, minorOf(version)))) {
    throw invalidParameter(
      `Addon ${addonName} specified is not supported in ${version} kubernetes version`,
      members,
    );
  }
  return definition;
}

/** The version asked for, or the default of the cluster's Kubernetes version. */
export function chooseVersion(
  cluster: ClusterRecord,
  definition: AddonDefinition,
  requested: string | undefined,
  members: ErrorMembers,
): string {
  const minor = minorOf(cluster.description.version ?? '');
  const chosen =
    requested === undefined
      ? defaultAddonVersion(definition, minor)
      : definition.versions.find((version) => version.version === requested && serves(version, minor));
  if (!chosen) throw invalidParameter('Addon version specified is not supported', members);
  return chosen.version;
}

export function checkServiceAccountRole(
  account: EksAccount,
  role: string | undefined,
  members: ErrorMembers,
): void {
  if (role === undefined || account.region.roles.find(role)) return;
  throw invalidParameter(`The role with name ${role.split('/').at(-1)} cannot be found.`, members);
}

function register(
  account: EksAccount,
  cluster: ClusterRecord,
  definition: AddonDefinition,
  addonVersion: string,
  input: CreateAddonRequest,
): AddonRecord {
  const addonName = definition.name;
  const addonArn = account.arn(`addon/${cluster.name}/${addonName}/${account.ids.uuid()}`);
  const namespace = input.namespaceConfig?.namespace ?? definition.namespace;
  const associations = input.podIdentityAssociations?.map(
    (association) =>
      addAssociation(account, cluster, { ...association, namespace }, addonArn).associationArn ?? '',
  );
  const description: Addon = {
    addonName,
    clusterName: cluster.name,
    status: 'CREATING',
    addonVersion,
    health: { issues: [] },
    addonArn,
    createdAt: account.now(),
    modifiedAt: account.now(),
    ...(input.serviceAccountRoleArn === undefined
      ? {}
      : { serviceAccountRoleArn: input.serviceAccountRoleArn }),
    tags: { ...input.tags },
    ...(input.configurationValues === undefined ? {} : { configurationValues: input.configurationValues }),
    ...(associations === undefined ? {} : { podIdentityAssociations: associations }),
    namespaceConfig: { namespace },
  };
  const requires = [cluster.createSpanId];
  const span = account.startSpan('eks/addon-create', addonArn, 'create', cluster.name, requires);
  const software = account.startSpan('eks/addon-software', addonArn, 'software', cluster.name, [...requires]);
  const record: AddonRecord = {
    description,
    createSpanId: span.id,
    softwareSpanId: software.id,
    generation: 0,
  };
  cluster.addons.set(addonName, record);
  const conflict = conflictOf(cluster, addonName, input.resolveConflicts);
  account.changed(cluster);
  account.inBackground(async () => {
    const isWanted = () => description.status === 'CREATING' && account.exists(cluster);
    const work = { kind: 'create-addon', cluster: cluster.name, name: addonName } as const;
    const isWell = await account.carryOut('eks/addon-create', work, isWanted);
    account.endSpan(software);
    const issue = conflict ?? (isWell ? undefined : NOT_APPLIED);
    if (!issue) await settleAddon(account, cluster, record, definition, span, requires);
    else if (description.status === 'CREATING') {
      description.status = 'CREATE_FAILED';
      description.health = { issues: [issue] };
    }
    if (span.endedAt === undefined) account.endSpan(span);
  });
  return record;
}

/**
 * The issue for a failure inside EKS or on the way to the cluster (SDK typing AddonIssueCode; no source gives the
 * text).
 */
export const NOT_APPLIED: AddonIssue = {
  code: 'InternalFailure',
  message: 'The add-on could not be applied because of an internal failure.',
};

/** Fields that someone changed in the self-managed add-on stop an installation that may not overwrite them. */
export function conflictOf(
  cluster: ClusterRecord,
  addonName: string,
  resolveConflicts: string | undefined,
): AddonIssue | undefined {
  const fields = cluster.editedFields.get(addonName);
  if (fields === undefined || resolveConflicts === 'OVERWRITE') return undefined;
  return {
    code: 'ConfigurationConflict',
    message: `Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts:\n${fields.join('\n')}`,
  };
}

export function findAddonRecord(
  account: EksAccount,
  clusterName: string | undefined,
  addonName: string | undefined,
) {
  const cluster = account.cluster(clusterName);
  const record = cluster.addons.get(addonName ?? '');
  if (!record) {
    throw resourceNotFound(`No addon: ${addonName} found in cluster: ${clusterName}`, {
      clusterName,
      addonName,
    });
  }
  return { cluster, record };
}

export function describeAddon(account: EksAccount, input: DescribeAddonRequest): { addon: Addon } {
  return { addon: findAddonRecord(account, input.clusterName, input.addonName).record.description };
}

export function listAddons(account: EksAccount, input: ListAddonsRequest): ListAddonsResponse {
  const cluster = account.cluster(input.clusterName);
  const { items, ...rest } = page([...cluster.addons.keys()].sort(), (name) => name, input);
  return { addons: items, ...rest };
}

export function deleteAddon(account: EksAccount, input: DeleteAddonRequest): { addon: Addon } {
  const { cluster, record } = findAddonRecord(account, input.clusterName, input.addonName);
  const { description } = record;
  const { addonName = '', addonArn = '' } = description;
  if (description.status === 'DELETING' || description.status === 'UPDATING') {
    throw resourceInUse(
      `Addon ${addonName} cannot be deleted as it is currently in ${description.status} state`,
      {
        clusterName: input.clusterName,
        addonName,
      },
    );
  }
  description.status = 'DELETING';
  description.modifiedAt = account.now();
  record.generation++;
  const span = account.startSpan('eks/addon-delete', addonArn, 'delete', cluster.name, [record.createSpanId]);
  account.inBackground(async () => {
    await account.take('eks/addon-delete');
    cluster.addons.delete(addonName);
    // The software stays where `preserve` asks for it, so a CNI goes on working without its add-on.
    if (input.preserve && addonName === 'vpc-cni') cluster.selfManagedAddons = true;
    for (const [id, association] of cluster.podIdentityAssociations) {
      if (association.ownerArn === addonArn) cluster.podIdentityAssociations.delete(id);
    }
    account.endSpan(span);
    account.changed(cluster);
  });
  return { addon: description };
}
