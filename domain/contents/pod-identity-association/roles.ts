import type { ClusterConfig, PodIdentityAssociation } from '../../cluster-config/config.ts';
import type { Account } from '../../desired/account.ts';
import { roleArnOf, roleName } from '../../desired/names.ts';
import type { DesiredRole } from '../../desired/roles/desired-role.ts';
import { writtenPermissions } from '../../desired/roles/permissions.ts';
import { trustPodIdentity } from '../../desired/roles/policy-document.ts';

/** The id that tells two associations apart: EKS allows one for each namespace and service account. */
export function associationId({ namespace, serviceAccountName }: PodIdentityAssociation): string {
  return `${namespace ?? 'default'}/${serviceAccountName}`;
}

function generatedName(config: ClusterConfig, association: PodIdentityAssociation, scope: string): string {
  const purpose = `${scope}-${associationId(association).replace('/', '-')}`;
  return association.roleName ?? roleName(config, purpose);
}

/** The role of an association: given, or ours. `scope` keeps an add-on's roles apart from those of `iam`. */
export function associationRoleArn(
  config: ClusterConfig,
  account: Account,
  association: PodIdentityAssociation,
  scope = 'pod',
): string {
  return association.roleARN ?? roleArnOf(account, generatedName(config, association, scope));
}

export function associationRole(
  config: ClusterConfig,
  account: Account,
  association: PodIdentityAssociation,
  scope = 'pod',
): DesiredRole[] {
  if (association.roleARN) return [];
  const permissions = writtenPermissions(account, {
    document: association.permissionPolicy,
    documentName: association.permissionPolicyName,
    arns: association.permissionPolicyARNs,
    wellKnown: association.wellKnownPolicies,
  });
  return [
    {
      purpose: `${scope}-${associationId(association).replace('/', '-')}`,
      name: generatedName(config, association, scope),
      trust: trustPodIdentity(account, config.metadata.name),
      ...permissions,
      boundary: association.permissionsBoundaryARN,
      tags: association.tags,
    },
  ];
}

export function podIdentityRoles(config: ClusterConfig, account: Account): DesiredRole[] {
  return (config.iam?.podIdentityAssociations ?? []).flatMap((association) =>
    associationRole(config, account, association),
  );
}
