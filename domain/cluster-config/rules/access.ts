import type { AccessPolicy } from '../config.ts';
import type { Finding } from '../problem.ts';
import { type Rule, when } from './rule.ts';

function scopeFindings(path: string, policies: readonly AccessPolicy[] = []): Finding[] {
  return policies.flatMap(({ policyARN, accessScope: { type, namespaces } }, index) => [
    ...when(!policyARN.includes(':cluster-access-policy/'), {
      path: `${path}.accessPolicies[${index}].policyARN`,
      found: policyARN,
      allowed: 'arn:aws:eks::aws:cluster-access-policy/NAME',
      message: 'not an EKS access policy',
      alternative: 'IAM policies go on roles; `aws eks list-access-policies` shows the access policies',
    }),
    ...when((type === 'namespace') !== (namespaces?.length ?? 0) > 0, {
      path: `${path}.accessPolicies[${index}].accessScope.namespaces`,
      found: namespaces,
      allowed: 'namespaces where the type is namespace, and only there',
      message:
        type === 'namespace' ? 'the scope names no namespace' : 'a cluster-wide scope names no namespaces',
    }),
  ]);
}

/** Prefixes that EKS refuses in groups and user names (its guide, "Create access entries"). */
const RESERVED = /^(?:system|eks|aws|amazon|iam):/;

const REFUSED_PREFIXES = 'system:, eks:, aws:, amazon: or iam:';

/** EKS's guide, "Set a custom username for EKS access entries". */
function usernameFindings(path: string, username = ''): Finding[] {
  const session = username.search(/\{\{SessionName(?:Raw)?\}\}/);
  return [
    ...when(RESERVED.test(username), {
      path,
      found: username,
      allowed: `a name that does not begin with ${REFUSED_PREFIXES}`,
      message: 'EKS refuses user names that Kubernetes and AWS keep to themselves',
    }),
    ...when(session >= 0 && !username.slice(0, session).includes(':'), {
      path,
      found: username,
      allowed: 'a colon somewhere before {{SessionName}} or {{SessionNameRaw}}',
      message: 'EKS refuses names of sessions that could be taken for those of others',
    }),
  ];
}

/** Access entries as CreateAccessEntry takes them: only STANDARD ones say who is what in Kubernetes. */
export const accessEntries: Rule = ({ accessConfig }) =>
  (accessConfig?.accessEntries ?? []).flatMap((entry, index) => {
    const path = `accessConfig.accessEntries[${index}]`;
    const standard = (entry.type ?? 'STANDARD') === 'STANDARD';
    const reserved = (entry.kubernetesGroups ?? []).find((group) => RESERVED.test(group));
    return [
      ...when(!standard && Boolean(entry.kubernetesGroups ?? entry.kubernetesUsername), {
        path,
        found: entry.type,
        allowed: 'kubernetesGroups and kubernetesUsername in STANDARD entries only',
        message: `EKS itself sets user and groups of ${entry.type} entries`,
      }),
      ...when(!standard && entry.type !== 'EC2' && (entry.accessPolicies?.length ?? 0) > 0, {
        path: `${path}.accessPolicies`,
        found: entry.type,
        allowed: 'policies in STANDARD and EC2 entries only',
        message: `EKS takes no access policies for ${entry.type} entries`,
      }),
      ...when(reserved !== undefined, {
        path: `${path}.kubernetesGroups`,
        found: reserved,
        allowed: `groups that do not begin with ${REFUSED_PREFIXES}`,
        message: 'EKS refuses groups that Kubernetes and AWS keep to themselves',
        alternative: 'for system:masters, associate AmazonEKSClusterAdminPolicy under accessPolicies',
      }),
      ...usernameFindings(`${path}.kubernetesUsername`, entry.kubernetesUsername),
      ...scopeFindings(path, entry.accessPolicies),
    ];
  });

export const authentication: Rule = ({ accessConfig }) =>
  when(accessConfig?.authenticationMode === 'CONFIG_MAP', {
    path: 'accessConfig.authenticationMode',
    found: 'CONFIG_MAP',
    allowed: 'API or API_AND_CONFIG_MAP',
    message: 'with the aws-auth ConfigMap alone, nodes could join only through a write into the cluster',
    alternative: 'use API_AND_CONFIG_MAP, in which the ConfigMap is read too',
  });

/** A mapping becomes an access entry, which can say less than the ConfigMap. */
export const identityMappings: Rule = ({ iamIdentityMappings }) =>
  (iamIdentityMappings ?? []).flatMap((mapping, index) => {
    const path = `iamIdentityMappings[${index}]`;
    const nodes = (mapping.groups ?? []).includes('system:nodes');
    const reserved = (mapping.groups ?? []).filter(
      (group) => RESERVED.test(group) && group !== 'system:masters',
    );
    return [
      ...when(mapping.arn === undefined, {
        path: `${path}.arn`,
        found: undefined,
        allowed: 'the ARN of a role or user',
        message: 'a mapping names whom it maps',
      }),
      ...when(reserved.length > 0, {
        path: `${path}.groups`,
        found: reserved,
        allowed: 'system:masters, or groups of your own',
        message: 'EKS refuses groups that Kubernetes and AWS keep to themselves',
        alternative: nodes
          ? 'list the node role under accessConfig.accessEntries with type EC2_LINUX or EC2_WINDOWS'
          : 'bind a group of your own in the cluster, and name that',
      }),
      ...usernameFindings(`${path}.username`, mapping.username),
    ];
  });

export const capabilities: Rule = ({ capabilities: list }) =>
  (list ?? []).flatMap((capability, index) => {
    const path = `capabilities[${index}]`;
    const argocd = capability.type === 'ARGOCD';
    const written = capability.attachPolicy ?? capability.attachPolicyARNs ?? capability.permissionsBoundary;
    return [
      ...when(argocd !== (capability.configuration?.argocd !== undefined), {
        path: `${path}.configuration.argocd`,
        found: capability.configuration,
        allowed: 'a configuration for ARGOCD, and only there',
        message: argocd
          ? 'Argo CD signs people in through IAM Identity Center, which must be named'
          : 'only Argo CD has one',
      }),
      ...when(capability.roleArn !== undefined && written !== undefined, {
        path: `${path}.roleArn`,
        found: capability.roleArn,
        allowed: 'either this or attachPolicy, attachPolicyARNs and permissionsBoundary',
        message: 'the policies are for a role that we make, and one is given',
      }),
      ...scopeFindings(path, capability.accessPolicies),
    ];
  });
