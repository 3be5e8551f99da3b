import type {
  AssociateAccessPolicyRequest,
  AssociateAccessPolicyResponse,
  DisassociateAccessPolicyRequest,
  ListAssociatedAccessPoliciesRequest,
  ListAssociatedAccessPoliciesResponse,
} from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { EksAccount } from '../account.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import { page } from '../pagination.ts';
import { stringList, validate } from '../validate.ts';
import { assertStandard, clusterWithEntries, findEntry } from './entries.ts';
import { accessChanged } from './kubernetes-access.ts';
import { accessPolicies } from './policies.ts';

const ASSOCIATE = z.strictObject({
  clusterName: z.string(),
  principalArn: z.string(),
  policyArn: z.string().regex(/^arn:aws[a-z-]*:eks::aws:cluster-access-policy\/.+$/, {
    error: 'The policyArn parameter format is not valid',
  }),
  accessScope: z.strictObject({
    type: z.enum(['cluster', 'namespace'], { error: 'The type parameter of accessScope is not valid' }),
    namespaces: stringList,
  }),
});

/** Associating anew replaces the scope (API reference of AssociateAccessPolicy). */
export function associateAccessPolicy(
  account: EksAccount,
  input: AssociateAccessPolicyRequest,
): AssociateAccessPolicyResponse {
  const clusterName = input.clusterName ?? '';
  validate(account, 'AssociateAccessPolicy', ASSOCIATE, input, { clusterName });
  const cluster = clusterWithEntries(account, clusterName);
  const entry = findEntry(cluster, input.principalArn);
  assertStandard(cluster, entry);
  const policyArn = input.policyArn ?? '';
  if (!accessPolicies(account).some(({ arn }) => arn === policyArn)) {
    throw resourceNotFound(
      "The specified policyArn could not be found. You can view your available access policies with 'list-access-policies'",
      { clusterName },
    );
  }
  const { type, namespaces = [] } = input.accessScope ?? {};
  if (type === 'namespace' && namespaces.length === 0) {
    throw invalidParameter('At least 1 namespace must be provided if the type is set as namespace', {
      clusterName,
    });
  }
  if (type === 'cluster' && namespaces.length > 0) {
    throw invalidParameter('accessScope should not include namespaces if the type is not set as namespace', {
      clusterName,
    });
  }
  const now = account.now();
  const associatedAccessPolicy = {
    policyArn,
    accessScope: { type, namespaces: [...namespaces] },
    associatedAt: entry.policies.get(policyArn)?.associatedAt ?? now,
    modifiedAt: now,
  };
  entry.policies.set(policyArn, associatedAccessPolicy);
  accessChanged(account, cluster);
  return { clusterName, principalArn: input.principalArn, associatedAccessPolicy };
}

export function disassociateAccessPolicy(
  account: EksAccount,
  input: DisassociateAccessPolicyRequest,
): Record<string, never> {
  const cluster = clusterWithEntries(account, input.clusterName);
  const entry = findEntry(cluster, input.principalArn);
  if (!entry.policies.delete(input.policyArn ?? '')) {
    throw resourceNotFound('The specified policyArn is not associated to the access entry.', {
      clusterName: input.clusterName,
    });
  }
  accessChanged(account, cluster);
  return {};
}

export function listAssociatedAccessPolicies(
  account: EksAccount,
  input: ListAssociatedAccessPoliciesRequest,
): ListAssociatedAccessPoliciesResponse {
  const cluster = clusterWithEntries(account, input.clusterName);
  const entry = findEntry(cluster, input.principalArn);
  const policies = [...entry.policies.values()];
  const { items, ...rest } = page(policies, ({ policyArn }) => policyArn ?? '', input);
  return {
    clusterName: cluster.name,
    principalArn: input.principalArn,
    associatedAccessPolicies: items,
    ...rest,
  };
}
