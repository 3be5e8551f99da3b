import type { Update, UpdateAddonRequest, UpdateParam } from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { EksAccount } from '../account.ts';
import { newUpdate } from '../clusters/updates.ts';
import { type ErrorMembers, resourceInUse } from '../errors.ts';
import { addAssociation } from '../pod-identity-associations.ts';
import type { AddonRecord, ClusterRecord } from '../records.ts';
import { checkOwnAccount } from '../roles.ts';
import { clientRequestToken, oneOf, roleArn, validate } from '../validate.ts';
import {
  checkServiceAccountRole,
  chooseVersion,
  conflictOf,
  findAddonRecord,
  NOT_APPLIED,
} from './addons.ts';
import { findAddon } from './catalogue.ts';
import { parseConfiguration } from './configuration.ts';
import { settleAddon } from './health.ts';
import { checkServiceAccounts, podIdentityAssociations } from './pod-identity.ts';

const UPDATE = z.strictObject({
  clusterName: z.string(),
  addonName: z.string(),
  addonVersion: z.string().optional(),
  serviceAccountRoleArn: roleArn('serviceAccountRoleArn').optional(),
  resolveConflicts: oneOf('resolveConflicts', ['OVERWRITE', 'NONE', 'PRESERVE']),
  clientRequestToken,
  configurationValues: z.string().optional(),
  podIdentityAssociations,
});

const BUSY: readonly (string | undefined)[] = ['CREATING', 'UPDATING', 'DELETING'];

export function updateAddon(account: EksAccount, input: UpdateAddonRequest): { update: Update } {
  const { clusterName = '', addonName = '' } = input;
  const members = { clusterName, addonName };
  validate(account, 'UpdateAddon', UPDATE, input, members);
  checkOwnAccount(account, input.serviceAccountRoleArn);
  return account.once('UpdateAddon', clusterName, input.clientRequestToken, input, () => {
    const { cluster, record } = findAddonRecord(account, clusterName, addonName);
    const { status } = record.description;
    if (BUSY.includes(status)) {
      throw resourceInUse(
        `Addon ${addonName} cannot be updated as it is currently in ${status} state`,
        members,
      );
    }
    const version = checkUpdate(account, cluster, record, input, members);
    const update = newUpdate(account, 'AddonUpdate', paramsOf(input));
    cluster.updates.push({ update, addonName });
    start(account, cluster, record, update, version, input);
    return () => ({ update });
  });
}

function checkUpdate(
  account: EksAccount,
  cluster: ClusterRecord,
  record: AddonRecord,
  input: UpdateAddonRequest,
  members: ErrorMembers,
): string {
  const definition = findAddon(input.addonName);
  parseConfiguration(input.addonName ?? '', input.configurationValues, members);
  checkServiceAccountRole(account, input.serviceAccountRoleArn, members);
  const current = record.description.addonVersion ?? '';
  if (!definition) return current;
  const version =
    input.addonVersion === undefined || input.addonVersion === current
      ? current
      : chooseVersion(cluster, definition, input.addonVersion, members);
  checkServiceAccounts(definition, version, input.podIdentityAssociations, members);
  return version;
}

function paramsOf(input: UpdateAddonRequest): UpdateParam[] {
  const values: readonly (readonly [NonNullable<UpdateParam['type']>, string | undefined])[] = [
    ['AddonVersion', input.addonVersion],
    ['ServiceAccountRoleArn', input.serviceAccountRoleArn],
    ['ResolveConflicts', input.resolveConflicts],
    ['ConfigurationValues', input.configurationValues],
    [
      'PodIdentityAssociations',
      input.podIdentityAssociations && JSON.stringify(input.podIdentityAssociations),
    ],
  ];
  return values.filter(([, value]) => value !== undefined).map(([type, value]) => ({ type, value }));
}

/** The update is over when the software has been applied and is healthy; after a failure the former version stays. */
function start(
  account: EksAccount,
  cluster: ClusterRecord,
  record: AddonRecord,
  update: Update,
  version: string,
  input: UpdateAddonRequest,
): void {
  const { description } = record;
  const { addonName = '', addonArn = '' } = description;
  const definition = findAddon(addonName);
  if (!definition) return;
  if (input.podIdentityAssociations) replaceAssociations(account, cluster, record, input);
  description.status = 'UPDATING';
  record.generation++;
  const conflict =
    input.resolveConflicts === 'PRESERVE'
      ? undefined
      : conflictOf(cluster, addonName, input.resolveConflicts);
  const requires = [record.createSpanId];
  const span = account.startSpan('eks/addon-update', addonArn, 'AddonUpdate', cluster.name, requires);
  account.inBackground(async () => {
    const work = { kind: 'update', cluster: cluster.name, name: addonName } as const;
    const isWell = await account.carryOut('eks/addon-update', work);
    const issue = conflict ?? (isWell ? undefined : NOT_APPLIED);
    if (issue) {
      description.status = 'UPDATE_FAILED';
      description.health = { issues: [issue] };
      const errorCode = conflict ? 'ConfigurationConflict' : 'Unknown';
      update.errors = [{ errorCode, errorMessage: issue.message ?? '' }];
      update.status = 'Failed';
    } else {
      description.addonVersion = version;
      if (input.serviceAccountRoleArn !== undefined)
        description.serviceAccountRoleArn = input.serviceAccountRoleArn;
      if (input.configurationValues !== undefined)
        description.configurationValues = input.configurationValues;
      if (input.resolveConflicts === 'OVERWRITE') cluster.editedFields.delete(addonName);
      await settleAddon(account, cluster, record, definition, span, requires);
      const isActive = description.status === 'ACTIVE';
      update.status = isActive ? 'Successful' : 'Failed';
      if (!isActive) {
        update.errors = (description.health?.issues ?? []).map((issue) => ({
          errorCode: 'InsufficientNumberOfReplicas',
          errorMessage: issue.message,
        }));
      }
    }
    if (span.endedAt === undefined) account.endSpan(span);
    account.changed(cluster);
  });
}

/** The list given takes the place of the one there was; an empty one removes all (SDK typing). */
function replaceAssociations(
  account: EksAccount,
  cluster: ClusterRecord,
  record: AddonRecord,
  input: UpdateAddonRequest,
): void {
  const { addonArn = '', namespaceConfig } = record.description;
  const wanted = input.podIdentityAssociations ?? [];
  const namespace = namespaceConfig?.namespace ?? 'kube-system';
  for (const [id, association] of cluster.podIdentityAssociations) {
    if (association.ownerArn === addonArn) cluster.podIdentityAssociations.delete(id);
  }
  record.description.podIdentityAssociations = wanted.map(
    (association) =>
      addAssociation(account, cluster, { ...association, namespace }, addonArn).associationArn ?? '',
  );
}
