import type { LaunchTemplateSpecification } from '@aws-sdk/client-eks';
import { launchAuthorizations } from '../ec2/instances/launch-authorizations.ts';
import type { Authorization } from '../service.ts';
import type { EksAccount } from './account.ts';
import { resolveTemplate } from './nodegroups/launch-template.ts';

type Input = Readonly<Record<string, unknown>>;

interface Association {
  readonly roleArn?: string;
}

const on = (resource: unknown, ...actions: readonly string[]): readonly Authorization[] =>
  typeof resource === 'string' && resource !== '' ? actions.map((action) => ({ action, resource })) : [];

const describing = (...kinds: readonly string[]): readonly Authorization[] =>
  on('*', ...kinds.map((kind) => `ec2:Describe${kind}`));

/** "kms:GrantIsForAWSResource": the service makes the grant as its caller (KMS guide, "AWS KMS condition keys"). */
const FOR_AWS = { 'kms:GrantIsForAWSResource': 'true' };

function keys(input: Input): readonly Authorization[] {
  const configs = (input.encryptionConfig ?? []) as readonly {
    readonly provider?: { readonly keyArn?: string };
  }[];
  return configs.flatMap(({ provider }) => [
    ...on(provider?.keyArn, 'kms:DescribeKey'),
    ...on(provider?.keyArn, 'kms:CreateGrant').map((asked) => ({ ...asked, context: FOR_AWS })),
  ]);
}

/** Instances of the template are tried out as the caller, tags and all (aws-samples/terraform-eks-code#13). */
function template(account: EksAccount, input: Input): readonly Authorization[] {
  const specification = input.launchTemplate as LaunchTemplateSpecification | undefined;
  if (specification === undefined) return [];
  const { id, name } = specification;
  // A template that is not there is refused by the operation.
  if (!account.region.network.launchTemplate(id === undefined ? { name: String(name) } : { id })) return [];
  const found = resolveTemplate(account, specification, {});
  const subnets = (input.subnets ?? []) as readonly string[];
  return launchAuthorizations(account.region, found.specification.id ?? '', found.data, subnets);
}

/**
 * An add-on's associations are made, changed and deleted as the caller. An update that says none leaves them ("If this
 * value is left blank, no change", SDK typing of UpdateAddon, podIdentityAssociations).
 */
function associations(account: EksAccount, operation: string, input: Input): readonly Authorization[] {
  if (operation === 'UpdateAddon' && input.podIdentityAssociations === undefined) return [];
  const cluster = account.clusters.get(String(input.clusterName));
  const held = cluster?.addons.get(String(input.addonName))?.description.podIdentityAssociations;
  const given = (input.podIdentityAssociations ?? []) as readonly Association[];
  if (given.length === 0 && (held ?? []).length === 0) return [];
  const all = account.arn(`podidentityassociation/${input.clusterName}/*`);
  const make = on(account.arn(`cluster/${input.clusterName}`), 'eks:CreatePodIdentityAssociation');
  const remove = on(all, 'eks:DeletePodIdentityAssociation');
  if (operation === 'CreateAddon') return make;
  return operation === 'DeleteAddon'
    ? remove
    : [...make, ...on(all, 'eks:UpdatePodIdentityAssociation'), ...remove];
}

function addonRoles(input: Input): readonly Authorization[] {
  const given = (input.podIdentityAssociations ?? []) as readonly Association[];
  const arns = [input.serviceAccountRoleArn, ...given.map(({ roleArn }) => roleArn)];
  return arns.flatMap((arn) => on(arn, 'iam:GetRole'));
}

/**
 * Permissions of other services that EKS needs of its caller, beside the operation's own. CloudFormation's handlers
 * hand their caller's permissions on, so that the schemas of AWS::EKS::Cluster, Nodegroup, FargateProfile, Addon and
 * PodIdentityAssociation list them (`handlers`). Seen in aws/aws-cdk#9027, #7614 and #7706 and
 * aws-controllers-k8s/community#2164.
 */
export function askedOfCaller(
  account: EksAccount,
  operation: string,
  input: Input,
): readonly Authorization[] {
  switch (operation) {
    case 'CreateCluster':
      return [
        ...describing('DhcpOptions', 'Instances', 'NetworkInterfaces', 'RouteTables', 'SecurityGroups'),
        ...describing('Subnets', 'Vpcs'),
        ...on(input.roleArn, 'iam:GetRole', 'iam:ListAttachedRolePolicies'),
        ...keys(input),
      ];
    case 'AssociateEncryptionConfig':
      return keys(input);
    case 'CreateNodegroup':
      return [
        ...describing('KeyPairs', 'LaunchTemplateVersions', 'LaunchTemplates', 'RouteTables'),
        ...describing('SecurityGroups', 'Subnets', 'Vpcs'),
        ...on(input.nodeRole, 'iam:GetRole', 'iam:ListAttachedRolePolicies'),
        ...template(account, input),
      ];
    case 'UpdateNodegroupVersion':
      return template(account, input);
    case 'CreateFargateProfile':
      return [...describing('RouteTables', 'Subnets'), ...on(input.podExecutionRoleArn, 'iam:GetRole')];
    case 'CreatePodIdentityAssociation':
    case 'UpdatePodIdentityAssociation':
      return on(input.roleArn, 'iam:GetRole');
    case 'CreateAddon':
    case 'UpdateAddon':
    case 'DeleteAddon':
      return [...addonRoles(input), ...associations(account, operation, input)];
    default:
      return [];
  }
}
