import type {
  AccessEntry,
  CreateAccessEntryRequest,
  DeleteAccessEntryRequest,
  DescribeAccessEntryRequest,
  ListAccessEntriesRequest,
  ListAccessEntriesResponse,
  UpdateAccessEntryRequest,
} from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { EksAccount } from '../account.ts';
import {
  invalidParameter,
  invalidRequest,
  limitExceeded,
  resourceInUse,
  resourceNotFound,
} from '../errors.ts';
import { page } from '../pagination.ts';
import type { AccessEntryRecord, ClusterRecord } from '../records.ts';
import { clientRequestToken, tags, validate } from '../validate.ts';
import { type AccessEntryType, checkIdentity, TYPES, usernameOf } from './entry-identity.ts';
import { accessChanged } from './kubernetes-access.ts';
import { accessPolicyArn } from './policies.ts';

/** Groups and user name that EKS sets for nodes (EKS guide, "Create access entries"). */
const NODE_GROUPS: Readonly<Record<Exclude<AccessEntryType, 'STANDARD'>, readonly string[]>> = {
  FARGATE_LINUX: ['system:bootstrappers', 'system:nodes', 'system:node-proxier'],
  EC2_LINUX: ['system:nodes'],
  EC2_WINDOWS: ['eks:kube-proxy-windows', 'system:nodes'],
  EC2: ['system:nodes'],
  HYBRID_LINUX: ['system:bootstrappers', 'system:nodes'],
  HYPERPOD_LINUX: ['system:bootstrappers', 'system:nodes'],
};

const CREATE = z.strictObject({
  clusterName: z.string(),
  principalArn: z
    .string({ error: "principalArn can't be null" })
    .regex(/^arn:aws[a-z-]*:(iam|sts)::\d{12}:.+$/, {
      error: 'The principalArn parameter format is not valid',
    }),
  kubernetesGroups: z.array(z.string()).optional(),
  tags,
  clientRequestToken,
  username: z.string().optional(),
  type: z
    .enum(TYPES, {
      error: `The type parameter is not valid. Valid values are ${TYPES.join(', ')}`,
    })
    .optional(),
});

const UPDATE = z.strictObject({
  clusterName: z.string(),
  principalArn: z.string(),
  kubernetesGroups: z.array(z.string()).optional(),
  clientRequestToken,
  username: z.string().optional(),
});

/** The cluster, in a mode that knows access entries (terraform-aws-eks#3048). */
export function clusterWithEntries(account: EksAccount, name: string | undefined): ClusterRecord {
  const cluster = account.cluster(name);
  if (cluster.description.accessConfig?.authenticationMode === 'CONFIG_MAP') {
    throw invalidRequest(
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
      { clusterName: name },
    );
  }
  return cluster;
}

export function findEntry(cluster: ClusterRecord, principalArn: string | undefined): AccessEntryRecord {
  const entry = cluster.accessEntries.get(principalArn ?? '');
  if (!entry) {
    throw resourceNotFound(
      "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
      { clusterName: cluster.name },
    );
  }
  return entry;
}

/** Groups, user names and policies belong to people's entries only (aws-controllers-k8s/community#2144). */
export function assertStandard(cluster: ClusterRecord, entry: AccessEntryRecord): void {
  if (entry.description.type === 'STANDARD') return;
  throw invalidParameter(
    'This operation can only be performed on Access Entries with a type of "STANDARD".',
    { clusterName: cluster.name },
  );
}

export function createAccessEntry(
  account: EksAccount,
  input: CreateAccessEntryRequest,
): { accessEntry: AccessEntry } {
  const clusterName = input.clusterName ?? '';
  validate(account, 'CreateAccessEntry', CREATE, input, { clusterName });
  checkForm(account, clusterName, input.principalArn ?? '', (input.type ?? 'STANDARD') as AccessEntryType);
  const isThere = ({ accessEntry }: { accessEntry: AccessEntry }) =>
    account.clusters.get(clusterName)?.accessEntries.get(input.principalArn ?? '')?.description ===
    accessEntry;
  return account.once(
    'CreateAccessEntry',
    clusterName,
    input.clientRequestToken,
    input,
    () => {
      const cluster = clusterWithEntries(account, clusterName);
      const principalArn = input.principalArn ?? '';
      const type = (input.type ?? 'STANDARD') as AccessEntryType;
      checkPrincipal(account, clusterName, principalArn);
      checkIdentity(clusterName, type, input);
      if (cluster.accessEntries.has(principalArn)) {
        throw resourceInUse('The specified access entry resource is already in use on this cluster.', {
          clusterName,
        });
      }
      if (cluster.accessEntries.size >= account.quota('eks/access-entries-per-cluster')) {
        throw limitExceeded('The maximum number of access entries for the cluster has been reached.', {
          clusterName,
        });
      }
      const record = addEntry(account, cluster, principalArn, type, input);
      return () => ({ accessEntry: record.description });
    },
    isThere,
  );
}

const NODE_TYPES = '[EC2_LINUX, EC2_WINDOWS, FARGATE_LINUX, HYBRID_LINUX, EC2]';

/** Refuses what the ARN alone tells, before the cluster is looked for (observed: cdk-preflight). */
function checkForm(
  account: EksAccount,
  clusterName: string,
  principalArn: string,
  type: AccessEntryType,
): void {
  const refuse = (message: string) => invalidParameter(message, { clusterName });
  if (principalArn.includes(':role/aws-service-role/')) {
    throw refuse(
      'The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role',
    );
  }
  if (type === 'STANDARD') return;
  if (!/:iam::\d{12}:role\//.test(principalArn)) {
    throw refuse(`AccessEntry principalArn must be IAM role when using types ${NODE_TYPES}`);
  }
  if (principalArn.split(':')[4] === account.region.accountId) return;
  throw refuse(
    `AccessEntry principalArn must be from the same account as the cluster when using types ${NODE_TYPES}`,
  );
}

function checkPrincipal(account: EksAccount, clusterName: string, principalArn: string): void {
  const isRole = /:iam::\d{12}:role\//.test(principalArn);
  const ofThisAccount = principalArn.split(':')[4] === account.region.accountId;
  const isThere = isRole
    ? account.region.roles.find(principalArn) !== undefined
    : !principalArn.includes(':user/') || account.settings.userExists(principalArn);
  const isUnknown = ofThisAccount && !isThere;
  const notPermanent = !isRole && !/:iam::\d{12}:(user\/.+|root)$/.test(principalArn);
  if (isUnknown || notPermanent) {
    throw invalidParameter('The specified principalArn is invalid: invalid principal.', { clusterName });
  }
}

function addEntry(
  account: EksAccount,
  cluster: ClusterRecord,
  principalArn: string,
  type: AccessEntryType,
  input: Pick<CreateAccessEntryRequest, 'kubernetesGroups' | 'username' | 'tags'>,
): AccessEntryRecord {
  const resource = `access-entry/${cluster.name}/${account.entryPath(principalArn)}/${account.ids.uuid()}`;
  const groups = type === 'STANDARD' ? (input.kubernetesGroups ?? []) : NODE_GROUPS[type];
  const record: AccessEntryRecord = {
    description: {
      clusterName: cluster.name,
      principalArn,
      kubernetesGroups: [...groups],
      accessEntryArn: account.arn(resource),
      createdAt: account.now(),
      modifiedAt: account.now(),
      tags: { ...input.tags },
      username: input.username ?? usernameOf(principalArn, type),
      type,
    },
    policies: new Map(),
  };
  cluster.accessEntries.set(principalArn, record);
  accessChanged(account, cluster);
  account.changed(cluster);
  return record;
}

/** The entry that EKS makes itself: the creator's, a node role's. One that is there stays as it is. */
export function grantAccess(
  account: EksAccount,
  cluster: ClusterRecord,
  principalArn: string,
  type: AccessEntryType,
  policyNames: readonly string[] = [],
): void {
  if (cluster.accessEntries.has(principalArn)) return;
  const record = addEntry(account, cluster, principalArn, type, {});
  for (const policyName of policyNames) {
    const policyArn = accessPolicyArn(account, policyName);
    const at = { associatedAt: account.now(), modifiedAt: account.now() };
    record.policies.set(policyArn, { policyArn, accessScope: { type: 'cluster', namespaces: [] }, ...at });
  }
  if (policyNames.length > 0) accessChanged(account, cluster);
}

export function describeAccessEntry(
  account: EksAccount,
  input: DescribeAccessEntryRequest,
): { accessEntry: AccessEntry } {
  const cluster = clusterWithEntries(account, input.clusterName);
  return { accessEntry: findEntry(cluster, input.principalArn).description };
}

export function listAccessEntries(
  account: EksAccount,
  input: ListAccessEntriesRequest,
): ListAccessEntriesResponse {
  const cluster = clusterWithEntries(account, input.clusterName);
  const policy = input.associatedPolicyArn;
  const principals = [...cluster.accessEntries]
    .filter(([, entry]) => policy === undefined || entry.policies.has(policy))
    .map(([principalArn]) => principalArn)
    .sort();
  const { items, ...rest } = page(principals, (principalArn) => principalArn, input);
  return { accessEntries: items, ...rest };
}

export function updateAccessEntry(
  account: EksAccount,
  input: UpdateAccessEntryRequest,
): { accessEntry: AccessEntry } {
  const clusterName = input.clusterName ?? '';
  validate(account, 'UpdateAccessEntry', UPDATE, input, { clusterName });
  return account.once('UpdateAccessEntry', clusterName, input.clientRequestToken, input, () => {
    const cluster = clusterWithEntries(account, clusterName);
    const entry = findEntry(cluster, input.principalArn);
    assertStandard(cluster, entry);
    checkIdentity(clusterName, 'STANDARD', input);
    const { description } = entry;
    if (input.kubernetesGroups) description.kubernetesGroups = [...input.kubernetesGroups];
    if (input.username !== undefined) description.username = input.username;
    description.modifiedAt = account.now();
    accessChanged(account, cluster);
    return () => ({ accessEntry: description });
  });
}

export function deleteAccessEntry(
  account: EksAccount,
  input: DeleteAccessEntryRequest,
): Record<string, never> {
  const cluster = clusterWithEntries(account, input.clusterName);
  findEntry(cluster, input.principalArn);
  cluster.accessEntries.delete(input.principalArn ?? '');
  accessChanged(account, cluster);
  account.changed(cluster);
  return {};
}
