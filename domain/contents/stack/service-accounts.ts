import type { Addon, ClusterConfig, ServiceAccount } from '../../cluster-config/config.ts';
import type { Account } from '../../desired/account.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { clusterStack, roleArnOf, roleName } from '../../desired/names.ts';
import type { DesiredRole } from '../../desired/roles/desired-role.ts';
import { oidcProviderArn, withOidc } from '../../desired/roles/oidc.ts';
import { writtenPermissions } from '../../desired/roles/permissions.ts';
import { trustServiceAccount } from '../../desired/roles/policy-document.ts';
import { roleResources } from '../../desired/roles/template.ts';
import { getAtt, type Resources, template } from '../../desired/template.ts';
import {
  hasWrittenPermissions,
  needsServiceAccountRole,
  recommendationFor,
  recommendedPermissions,
} from '../addon/roles.ts';
import type { DesiredContentStack } from './desired.ts';

const subjectOf = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;

function accountRoleName(config: ClusterConfig, account: ServiceAccount): string {
  const { name, namespace = 'default' } = account.metadata;
  return account.roleName ?? roleName(config, `sa-${namespace}-${name}`);
}

/** The role of a service account: given, or ours. */
export function serviceAccountRoleArn(config: ClusterConfig, aws: Account, account: ServiceAccount): string {
  return account.attachRoleARN ?? roleArnOf(aws, accountRoleName(config, account));
}

/** The role that we make for an add-on's service account. */
export function addonRoleArn(config: ClusterConfig, aws: Account, addon: Addon): string {
  return roleArnOf(aws, roleName(config, `addon-${addon.name}`));
}

function serviceAccountRole(
  config: ClusterConfig,
  { account: aws, cluster }: ContentFacts,
  account: ServiceAccount,
): DesiredRole[] {
  if (account.attachRoleARN) return [];
  const { name, namespace = 'default' } = account.metadata;
  const permissions = writtenPermissions(aws, {
    document: account.attachPolicy,
    arns: account.attachPolicyARNs,
    wellKnown: account.wellKnownPolicies,
  });
  // eksctl's subjectPattern stands in the place of the name, within the namespace.
  const subject = subjectOf(namespace, account.subjectPattern ?? name);
  return [
    {
      purpose: `sa-${namespace}-${name}`,
      name: accountRoleName(config, account),
      trust: trustServiceAccount(oidcProviderArn(aws, cluster.oidcIssuer), cluster.oidcIssuer, subject),
      ...permissions,
      boundary: account.permissionsBoundary,
      tags: account.tags,
    },
  ];
}

function addonRole(
  config: ClusterConfig,
  { account: aws, cluster }: ContentFacts,
  addon: Addon,
): DesiredRole[] {
  if (!needsServiceAccountRole(config, aws, addon)) return [];
  const recommendation = recommendationFor(addon);
  // Without a known service account, any of the add-on's namespace may take the role, as eksctl's fallback does.
  const subject = recommendation
    ? subjectOf(recommendation.namespace, recommendation.serviceAccount)
    : subjectOf(addon.namespaceConfig?.namespace ?? 'kube-system', '*');
  const written = writtenPermissions(aws, {
    document: addon.attachPolicy,
    arns: addon.attachPolicyARNs,
    wellKnown: addon.wellKnownPolicies,
  });
  const permissions = hasWrittenPermissions(addon) ? written : recommendedPermissions(config, aws, addon);
  return [
    {
      purpose: `addon-${addon.name}`,
      name: roleName(config, `addon-${addon.name}`),
      trust: trustServiceAccount(oidcProviderArn(aws, cluster.oidcIssuer), cluster.oidcIssuer, subject),
      ...permissions,
      boundary: addon.permissionsBoundary,
      tags: addon.tags,
    },
  ];
}

/** The cluster's issuer as an IAM identity provider, and every role that trusts it. */
export function serviceAccountsStack(config: ClusterConfig, facts: ContentFacts): DesiredContentStack[] {
  if (!withOidc(config)) return [];
  const roles = roleResources(config, facts.account, [
    ...(config.iam?.serviceAccounts ?? []).flatMap((account) => serviceAccountRole(config, facts, account)),
    ...config.addons.flatMap((addon) => addonRole(config, facts, addon)),
  ]);
  const provider: Resources = {
    OIDCProvider: {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: { Url: facts.cluster.oidcIssuer, ClientIdList: ['sts.amazonaws.com'] },
    },
  };
  const dependent = Object.entries(roles.resources).map(([id, role]) => [
    id,
    { ...role, DependsOn: 'OIDCProvider' },
  ]);
  const resources: Resources = { ...provider, ...Object.fromEntries(dependent) };
  const body = template(
    `Roles of service accounts of ${config.metadata.name}, made by eks-fleet`,
    resources,
    {
      OIDCProviderArn: getAtt('OIDCProvider', 'Arn'),
      ...roles.outputs,
    },
  );
  const stack = clusterStack(config, 'service-accounts', () => body, {
    capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  return [{ kind: 'stack', key: stack.key, stack, needs: [] }];
}
