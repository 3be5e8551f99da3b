import type { Addon, ClusterConfig, PodIdentityAssociation } from '../config.ts';
import type { Finding } from '../problem.ts';
import { type Rule, when } from './rule.ts';

const chosen = (policies: Readonly<Record<string, boolean | undefined>> | undefined) =>
  Object.values(policies ?? {}).some((value) => value === true);

export const serviceAccounts: Rule = ({ iam }) =>
  (iam?.serviceAccounts ?? []).flatMap((account, index) => {
    const path = `iam.serviceAccounts[${index}]`;
    const permissions =
      Boolean(account.attachPolicy ?? account.attachPolicyARNs?.length) || chosen(account.wellKnownPolicies);
    const forRole = account.roleName ?? account.permissionsBoundary ?? account.subjectPattern;
    return [
      ...when(!permissions && !account.attachRoleARN, {
        path,
        found: account.metadata.name,
        allowed: 'wellKnownPolicies, attachPolicyARNs, attachPolicy or attachRoleARN',
        message: 'the service account would have no permissions',
      }),
      ...when(account.attachRoleARN !== undefined && (permissions || forRole !== undefined), {
        path: `${path}.attachRoleARN`,
        found: account.attachRoleARN,
        allowed: 'either this or policies for a role that we make',
        message: 'the policies are for a role that we make, and one is given',
      }),
      ...when(iam?.withOIDC !== true, {
        path: 'iam.withOIDC',
        found: iam?.withOIDC,
        allowed: 'true where there are iam.serviceAccounts',
        message: 'roles of service accounts trust the OIDC issuer of the cluster',
        alternative: 'set it, or use iam.podIdentityAssociations, which need no issuer',
      }),
    ];
  });

function associationFindings(path: string, association: PodIdentityAssociation, inAddon: boolean): Finding[] {
  const permissions =
    Boolean(association.permissionPolicy ?? association.permissionPolicyARNs?.length) ||
    chosen(association.wellKnownPolicies);
  const forRole =
    association.roleName ?? association.permissionsBoundaryARN ?? association.permissionPolicyName;
  const onlyOutside: readonly [string, unknown][] = [
    ['targetRoleARN', association.targetRoleARN],
    ['disableSessionTags', association.disableSessionTags],
    ['policy', association.policy],
    ['createServiceAccount', association.createServiceAccount],
  ];
  return [
    ...when(!permissions && !association.roleARN, {
      path,
      found: association.serviceAccountName,
      allowed: 'roleARN, or permissionPolicy, permissionPolicyARNs or wellKnownPolicies',
      message: 'the association would give no permissions',
    }),
    ...when(association.roleARN !== undefined && (permissions || forRole !== undefined), {
      path: `${path}.roleARN`,
      found: association.roleARN,
      allowed: 'either this or policies for a role that we make',
      message: 'the policies are for a role that we make, and one is given',
    }),
    ...when(association.policy !== undefined && association.disableSessionTags !== true, {
      path: `${path}.policy`,
      found: association.policy,
      allowed: 'a policy together with disableSessionTags: true',
      message: 'EKS takes a session policy only where session tags are off',
    }),
    ...when(!inAddon && association.namespace === undefined, {
      path: `${path}.namespace`,
      found: undefined,
      allowed: 'the namespace of the service account',
      message: 'required field is missing',
    }),
    ...onlyOutside
      .filter(([, value]) => inAddon && value !== undefined)
      .map(([member, found]) => ({
        path: `${path}.${member}`,
        found,
        allowed: "nothing in an add-on's association",
        message: 'EKS takes a service account and a role for an add-on, and nothing else',
        alternative: 'list the association under iam.podIdentityAssociations',
      })),
  ];
}

export const podIdentityAssociations: Rule = ({ iam, addons }) => [
  ...(iam?.podIdentityAssociations ?? []).flatMap((association, index) =>
    associationFindings(`iam.podIdentityAssociations[${index}]`, association, false),
  ),
  ...addons.flatMap((addon, index) =>
    (addon.podIdentityAssociations ?? []).flatMap((association, place) =>
      associationFindings(`addons[${index}].podIdentityAssociations[${place}]`, association, true),
    ),
  ),
];

function addonFindings(config: ClusterConfig, addon: Addon, path: string): Finding[] {
  const policies =
    Boolean(addon.attachPolicy ?? addon.attachPolicyARNs?.length) || chosen(addon.wellKnownPolicies);
  const ways = [
    addon.serviceAccountRoleARN !== undefined,
    policies,
    addon.podIdentityAssociations !== undefined,
  ];
  const several = ways.filter((way) => way).length > 1;
  return [
    ...when(several || (addon.useDefaultPodIdentityAssociations === true && ways.some((way) => way)), {
      path,
      found: addon.name,
      allowed:
        'one of serviceAccountRoleARN, policies (attachPolicy, attachPolicyARNs, wellKnownPolicies), podIdentityAssociations and useDefaultPodIdentityAssociations',
      message: 'the add-on gets its permissions in several ways',
    }),
    ...when(policies && config.iam?.withOIDC !== true, {
      path: 'iam.withOIDC',
      found: config.iam?.withOIDC,
      allowed: 'true where an add-on has policies of its own',
      message: `the role of add-on ${addon.name} would trust the OIDC issuer of the cluster`,
      alternative: `set it, or give the policies under ${path}.podIdentityAssociations`,
    }),
    ...when(addon.permissionsBoundary !== undefined && !policies, {
      path: `${path}.permissionsBoundary`,
      found: addon.permissionsBoundary,
      allowed: 'a boundary together with policies',
      message: 'the boundary is for a role that we make, and none is asked for',
    }),
  ];
}

export const addons: Rule = (config) =>
  config.addons.flatMap((addon, index) => addonFindings(config, addon, `addons[${index}]`));

export const fargate: Rule = ({ fargateProfiles, vpc, iam }) => [
  ...when(
    (fargateProfiles?.length ?? 0) > 0 &&
      vpc?.subnets?.public !== undefined &&
      Object.keys(vpc.subnets.private ?? {}).length === 0,
    {
      path: 'fargateProfiles',
      found: 'public subnets only',
      allowed: 'private subnets under vpc.subnets.private',
      message: 'Fargate runs pods in private subnets only',
    },
  ),
  ...when(
    iam?.fargatePodExecutionRoleARN !== undefined &&
      iam.fargatePodExecutionRolePermissionsBoundary !== undefined,
    {
      path: 'iam.fargatePodExecutionRolePermissionsBoundary',
      found: iam?.fargatePodExecutionRolePermissionsBoundary,
      allowed: 'either this or iam.fargatePodExecutionRoleARN',
      message: 'the boundary is for a role that we make, and one is given',
    },
  ),
  ...when(iam?.serviceRoleARN !== undefined && iam.serviceRolePermissionsBoundary !== undefined, {
    path: 'iam.serviceRolePermissionsBoundary',
    found: iam?.serviceRolePermissionsBoundary,
    allowed: 'either this or iam.serviceRoleARN',
    message: 'the boundary is for a role that we make, and one is given',
  }),
];
