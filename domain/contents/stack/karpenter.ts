import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { Account } from '../../desired/account.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { bounded, clusterStack, roleArnOf, roleName, rolePath } from '../../desired/names.ts';
import type { DesiredRole } from '../../desired/roles/desired-role.ts';
import { oidcProviderArn } from '../../desired/roles/oidc.ts';
import { trustServiceAccount, trustServices } from '../../desired/roles/policy-document.ts';
import { nodePermissions } from '../../desired/roles/roles.ts';
import { roleResources } from '../../desired/roles/template.ts';
import { getAtt, type Resources, ref, template } from '../../desired/template.ts';
import type { DesiredContentStack } from './desired.ts';
import { karpenterControllerPolicy } from './karpenter-policy.ts';
import { interruptionQueue } from './karpenter-queue.ts';

export const karpenterStackKey = 'stack/karpenter';

/** eksctl's namespace and service account of the controller. */
export const karpenterServiceAccount = { namespace: 'karpenter', name: 'karpenter' } as const;

const nodeRole = 'karpenter-node';

export const karpenterRoleArn = (config: ClusterConfig, account: Account) =>
  roleArnOf(account, roleName(config, 'karpenter'));
export const karpenterNodeRoleName = (config: ClusterConfig) => roleName(config, nodeRole);
export const karpenterNodeRoleArn = (config: ClusterConfig, account: Account) =>
  roleArnOf(account, karpenterNodeRoleName(config));

/** As in eksctl, the document's `defaultInstanceProfile` is the name of the profile that is made. */
export const karpenterInstanceProfile = (config: ClusterConfig) =>
  config.karpenter?.defaultInstanceProfile ?? karpenterNodeRoleName(config);

/** The queue that Karpenter is told its name of; undefined where the document asks for none. */
export function karpenterQueueName(config: ClusterConfig): string | undefined {
  if (!config.karpenter?.withSpotInterruptionQueue) return undefined;
  // Short enough for a rule's name, 64 characters, to begin with it; the grants go by its end.
  return `${bounded(`eks-fleet-${config.metadata.name}`, 40)}-karpenter`;
}

function roles(config: ClusterConfig, { account, cluster }: ContentFacts): DesiredRole[] {
  const { namespace, name } = karpenterServiceAccount;
  const subject = `system:serviceaccount:${namespace}:${name}`;
  // As eksctl, whose roles for Karpenter's nodes carry the boundary of the control plane's.
  const boundary = config.iam?.serviceRolePermissionsBoundary;
  const nodes = nodePermissions(config, account);
  return [
    {
      purpose: nodeRole,
      name: karpenterNodeRoleName(config),
      trust: trustServices(account, ['ec2']),
      managedPolicyArns: [...nodes.defaultArns, ...nodes.alwaysArns],
      policies: nodes.policies,
      boundary,
    },
    {
      purpose: 'karpenter',
      name: roleName(config, 'karpenter'),
      trust: trustServiceAccount(oidcProviderArn(account, cluster.oidcIssuer), cluster.oidcIssuer, subject),
      managedPolicyArns: [],
      policies: [
        {
          PolicyName: 'karpenter',
          PolicyDocument: karpenterControllerPolicy(config, account, {
            nodeRoleArn: karpenterNodeRoleArn(config, account),
            queueName: karpenterQueueName(config),
          }),
        },
      ],
    },
  ];
}

/**
 * The AWS side of Karpenter, as eksctl makes it: the role and instance profile of its nodes, the role of its
 * controller, and the queue of interruptions. The user installs the chart (see deviations).
 */
export function karpenterStack(config: ClusterConfig, facts: ContentFacts): DesiredContentStack[] {
  if (!config.karpenter) return [];
  const made = roleResources(config, facts.account, roles(config, facts));
  const queueName = karpenterQueueName(config);
  const queue = queueName === undefined ? {} : interruptionQueue(queueName, facts.account);
  const resources: Resources = {
    ...made.resources,
    KarpenterNodeInstanceProfile: {
      Type: 'AWS::IAM::InstanceProfile',
      Properties: {
        InstanceProfileName: karpenterInstanceProfile(config),
        Path: rolePath,
        Roles: [ref('RoleKarpenterNode')],
      },
    },
    ...queue,
  };
  const body = template(`What Karpenter needs for ${config.metadata.name}, made by eks-fleet`, resources, {
    ...made.outputs,
    NodeInstanceProfileArn: getAtt('KarpenterNodeInstanceProfile', 'Arn'),
  });
  const stack = clusterStack(config, 'karpenter', () => body, { capabilities: ['CAPABILITY_NAMED_IAM'] });
  // The controller's role trusts the provider that this stack makes.
  const provider = { keys: ['stack/service-accounts'], until: 'ready' as const };
  return [{ kind: 'stack', key: stack.key, stack, needs: [provider] }];
}
