import type {
  CreatePodIdentityAssociationRequest,
  DeletePodIdentityAssociationRequest,
  DescribePodIdentityAssociationRequest,
  ListPodIdentityAssociationsRequest,
  ListPodIdentityAssociationsResponse,
  PodIdentityAssociation,
  UpdatePodIdentityAssociationRequest,
} from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { EksAccount } from './account.ts';
import { invalidParameter, limitExceeded, resourceInUse, resourceNotFound } from './errors.ts';
import { page } from './pagination.ts';
import type { ClusterRecord } from './records.ts';
import { checkOwnAccount, checkTrust } from './roles.ts';
import { clientRequestToken, flag, roleArn, tags, validate } from './validate.ts';

/** Names as Kubernetes has them (observed words: cdk-preflight). */
const NAMESPACE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SERVICE_ACCOUNT = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const CREATE = z.strictObject({
  clusterName: z.string(),
  namespace: z.string({ error: "namespace can't be null" }).regex(NAMESPACE, {
    error: `The parameter namespace contains invalid characters. It should conform to the regular expression ${NAMESPACE.source}`,
  }),
  serviceAccount: z.string({ error: "serviceAccount can't be null" }).regex(SERVICE_ACCOUNT, {
    error: `The parameter serviceAccount contains invalid characters. It should conform to the regular expression ${SERVICE_ACCOUNT.source}`,
  }),
  roleArn: roleArn('roleArn'),
  clientRequestToken,
  tags,
  disableSessionTags: flag,
  targetRoleArn: roleArn('targetRoleArn').optional(),
});

const UPDATE = z.strictObject({
  clusterName: z.string(),
  associationId: z.string(),
  roleArn: roleArn('roleArn').optional(),
  clientRequestToken,
  disableSessionTags: flag,
  targetRoleArn: roleArn('targetRoleArn').optional(),
});

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

type Association = { association: PodIdentityAssociation };

function checkRole(account: EksAccount, arn: string, clusterName: string): void {
  if (!account.region.roles.find(arn)) {
    throw invalidParameter('Role provided in the request does not exist', { clusterName });
  }
  checkTrust(
    account,
    arn,
    'pods.eks.amazonaws.com',
    account.region.arn('eks', `cluster/${clusterName}`),
    () =>
      invalidParameter(
        'Trust policy of the role provided is invalid. Follow the official documentation to resolve the issue.',
        { clusterName },
      ),
  );
}

export function createPodIdentityAssociation(
  account: EksAccount,
  input: CreatePodIdentityAssociationRequest,
): Association {
  const clusterName = input.clusterName ?? '';
  validate(account, 'CreatePodIdentityAssociation', CREATE, input, { clusterName });
  checkOwnAccount(account, input.roleArn);
  const isThere = ({ association }: Association) =>
    account.clusters.get(clusterName)?.podIdentityAssociations.get(association.associationId ?? '') ===
    association;
  return account.once(
    'CreatePodIdentityAssociation',
    clusterName,
    input.clientRequestToken,
    input,
    () => {
      const cluster = account.cluster(clusterName);
      const association = addAssociation(account, cluster, input);
      return () => ({ association });
    },
    isThere,
  );
}

/** Adds an association; add-ons add those that they own by it, too. */
export function addAssociation(
  account: EksAccount,
  cluster: ClusterRecord,
  input: Omit<CreatePodIdentityAssociationRequest, 'clusterName'>,
  ownerArn?: string,
): PodIdentityAssociation {
  const clusterName = cluster.name;
  checkRole(account, input.roleArn ?? '', clusterName);
  const existing = [...cluster.podIdentityAssociations.values()].find(
    ({ namespace, serviceAccount }) =>
      namespace === input.namespace && serviceAccount === input.serviceAccount,
  );
  if (existing) throw resourceInUse(`Association already exists: ${existing.associationId}`, { clusterName });
  if (cluster.podIdentityAssociations.size >= account.quota('eks/pod-identity-associations-per-cluster')) {
    throw limitExceeded('The maximum number of pod identity associations for the cluster has been reached.', {
      clusterName,
    });
  }
  const associationId = `a-${account.ids.text(17, LOWER)}`;
  const association: PodIdentityAssociation = {
    clusterName,
    namespace: input.namespace,
    serviceAccount: input.serviceAccount,
    roleArn: input.roleArn,
    associationArn: account.arn(`podidentityassociation/${clusterName}/${associationId}`),
    associationId,
    tags: { ...input.tags },
    createdAt: account.now(),
    modifiedAt: account.now(),
    disableSessionTags: input.disableSessionTags ?? false,
    ...(ownerArn === undefined ? {} : { ownerArn }),
    ...(input.targetRoleArn === undefined ? {} : target(account, cluster, input.targetRoleArn)),
  };
  cluster.podIdentityAssociations.set(associationId, association);
  return association;
}

/** The external id that the target role's trust policy is to demand. */
function target(account: EksAccount, cluster: ClusterRecord, targetRoleArn: string) {
  const { name, accountId } = account.region;
  return { targetRoleArn, externalId: `${name}/${accountId}/${cluster.name}/${account.ids.uuid()}` };
}

function find(account: EksAccount, clusterName: string | undefined, associationId: string | undefined) {
  const cluster = account.cluster(clusterName);
  const association = cluster.podIdentityAssociations.get(associationId ?? '');
  if (!association) {
    throw resourceNotFound(`No association found with ID: ${associationId}`, { clusterName });
  }
  return { cluster, association };
}

export function describePodIdentityAssociation(
  account: EksAccount,
  input: DescribePodIdentityAssociationRequest,
): Association {
  const { association } = find(account, input.clusterName, input.associationId);
  return { association };
}

export function listPodIdentityAssociations(
  account: EksAccount,
  input: ListPodIdentityAssociationsRequest,
): ListPodIdentityAssociationsResponse {
  const cluster = account.cluster(input.clusterName);
  const summaries = [...cluster.podIdentityAssociations.values()]
    .filter(({ namespace }) => input.namespace === undefined || namespace === input.namespace)
    .filter(
      ({ serviceAccount }) => input.serviceAccount === undefined || serviceAccount === input.serviceAccount,
    )
    .map(({ clusterName, namespace, serviceAccount, associationArn, associationId, ownerArn }) => ({
      clusterName,
      namespace,
      serviceAccount,
      associationArn,
      associationId,
      ownerArn,
    }));
  const { items, ...rest } = page(summaries, ({ associationId }) => associationId ?? '', input);
  return { associations: items, ...rest };
}

export function updatePodIdentityAssociation(
  account: EksAccount,
  input: UpdatePodIdentityAssociationRequest,
): Association {
  const clusterName = input.clusterName ?? '';
  validate(account, 'UpdatePodIdentityAssociation', UPDATE, input, { clusterName });
  return account.once('UpdatePodIdentityAssociation', clusterName, input.clientRequestToken, input, () => {
    const { cluster, association } = find(account, clusterName, input.associationId);
    assertNotOwned(association);
    if (input.roleArn !== undefined) checkRole(account, input.roleArn, clusterName);
    if (input.roleArn !== undefined) association.roleArn = input.roleArn;
    if (input.disableSessionTags !== undefined) association.disableSessionTags = input.disableSessionTags;
    if (input.targetRoleArn !== undefined)
      Object.assign(association, target(account, cluster, input.targetRoleArn));
    association.modifiedAt = account.now();
    return () => ({ association });
  });
}

/** Associations of an add-on are changed through the add-on (guide, "Attach an IAM role to an add-on"). */
function assertNotOwned(association: PodIdentityAssociation): void {
  if (association.ownerArn === undefined) return;
  throw invalidParameter(
    `Pod identity association ${association.associationId} is owned by the addon ${association.ownerArn} and can only be changed through it`,
    { clusterName: association.clusterName },
  );
}

export function deletePodIdentityAssociation(
  account: EksAccount,
  input: DeletePodIdentityAssociationRequest,
): Association {
  const { cluster, association } = find(account, input.clusterName, input.associationId);
  assertNotOwned(association);
  cluster.podIdentityAssociations.delete(association.associationId ?? '');
  return { association };
}
