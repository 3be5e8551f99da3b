import { actionsOf, LazyAuthorization } from '../lazy-authorization.ts';
import type { Authorization } from '../service.ts';
import type { EksAccount } from './account.ts';
import { askedOfCaller } from './caller-permissions.ts';
import { taggedResource } from './tags.ts';

type Input = Readonly<Record<string, unknown>>;
const actionOf = actionsOf('eks');

type Context = NonNullable<Authorization['context']>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Operations on the whole service take no resource (service authorization reference of Amazon EKS). */
const WITHOUT_RESOURCE = new Set([
  'DescribeAddonConfiguration',
  'DescribeAddonVersions',
  'DescribeClusterVersions',
  'ListAccessPolicies',
  'ListClusters',
]);

/** Operations on a part of a cluster; the others that name a cluster are on the cluster. */
const PART_OF: Readonly<Record<string, Kind>> = {
  AssociateAccessPolicy: 'access-entry',
  DeleteAccessEntry: 'access-entry',
  DescribeAccessEntry: 'access-entry',
  DisassociateAccessPolicy: 'access-entry',
  ListAssociatedAccessPolicies: 'access-entry',
  UpdateAccessEntry: 'access-entry',
  DeleteAddon: 'addon',
  DescribeAddon: 'addon',
  UpdateAddon: 'addon',
  DeleteCapability: 'capability',
  DescribeCapability: 'capability',
  UpdateCapability: 'capability',
  DeleteFargateProfile: 'fargateprofile',
  DescribeFargateProfile: 'fargateprofile',
  DescribeIdentityProviderConfig: 'identityproviderconfig',
  DisassociateIdentityProviderConfig: 'identityproviderconfig',
  DeleteNodegroup: 'nodegroup',
  DescribeNodegroup: 'nodegroup',
  UpdateNodegroupConfig: 'nodegroup',
  UpdateNodegroupVersion: 'nodegroup',
  DeletePodIdentityAssociation: 'podidentityassociation',
  DescribePodIdentityAssociation: 'podidentityassociation',
  UpdatePodIdentityAssociation: 'podidentityassociation',
};

type Kind =
  | 'access-entry'
  | 'addon'
  | 'capability'
  | 'fargateprofile'
  | 'identityproviderconfig'
  | 'nodegroup'
  | 'podidentityassociation';

/** The part's ARN. Of a part that is not there nobody knows the UUID, so a `*` stands in its place. */
function partArn(account: EksAccount, kind: Kind, input: Input): string {
  const clusterName = text(input.clusterName) || text(input.name);
  const cluster = account.clusters.get(clusterName);
  const missing = (path: string) => account.arn(`${kind}/${clusterName}/${path}`);
  const name = (member: string) => text(input[member]);
  switch (kind) {
    case 'access-entry':
      return (
        cluster?.accessEntries.get(name('principalArn'))?.description.accessEntryArn ??
        missing(`${account.entryPath(name('principalArn'))}/*`)
      );
    case 'addon':
      return (
        cluster?.addons.get(name('addonName'))?.description.addonArn ?? missing(`${name('addonName')}/*`)
      );
    case 'capability':
      return (
        cluster?.capabilities.get(name('capabilityName'))?.arn ?? missing(`*/${name('capabilityName')}/*`)
      );
    case 'fargateprofile':
      return (
        cluster?.fargateProfiles.get(name('fargateProfileName'))?.fargateProfileArn ??
        missing(`${name('fargateProfileName')}/*`)
      );
    case 'identityproviderconfig': {
      const config = input.identityProviderConfig as { type?: string; name?: string } | undefined;
      const known = cluster?.identityProviders.get(config?.name ?? '');
      return known?.identityProviderConfigArn ?? missing(`${config?.type}/${config?.name}/*`);
    }
    case 'nodegroup':
      return (
        cluster?.nodegroups.get(name('nodegroupName'))?.description.nodegroupArn ??
        missing(`${name('nodegroupName')}/*`)
      );
    case 'podidentityassociation':
      return (
        cluster?.podIdentityAssociations.get(name('associationId'))?.associationArn ??
        missing(name('associationId'))
      );
  }
}

/** DescribeUpdate and ListUpdates name the cluster, and the group, add-on or capability where one is given. */
function updateScope(account: EksAccount, input: Input): readonly string[] {
  const cluster = account.arn(`cluster/${text(input.name)}`);
  const parts: readonly (readonly [string, Kind])[] = [
    ['nodegroupName', 'nodegroup'],
    ['addonName', 'addon'],
    ['capabilityName', 'capability'],
  ];
  return [
    cluster,
    ...parts
      .filter(([member]) => input[member] !== undefined)
      .map(([, kind]) => partArn(account, kind, input)),
  ];
}

function resourcesOf(account: EksAccount, operation: string, input: Input): readonly string[] {
  if (WITHOUT_RESOURCE.has(operation)) return ['*'];
  if (input.resourceArn !== undefined) return [text(input.resourceArn)];
  if (operation === 'DescribeUpdate' || operation === 'ListUpdates') return updateScope(account, input);
  const kind = PART_OF[operation];
  if (kind) return [partArn(account, kind, input)];
  // CreateCluster has no resource type in the reference, yet IAM judges it on the ARN of the cluster to be.
  const name = text(input.clusterName) || text(input.name);
  return [account.clusters.get(name)?.arn ?? account.arn(`cluster/${name}`)];
}

/** Services that roles are passed to, by operation and member: the role's trust policy has to name the service. */
const PASSED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  CreateCluster: [['roleArn', 'eks.amazonaws.com']],
  CreateFargateProfile: [['podExecutionRoleArn', 'eks-fargate-pods.amazonaws.com']],
  CreatePodIdentityAssociation: [['roleArn', 'pods.eks.amazonaws.com']],
  UpdatePodIdentityAssociation: [['roleArn', 'pods.eks.amazonaws.com']],
  CreateAddon: [['serviceAccountRoleArn', 'eks.amazonaws.com']],
  UpdateAddon: [['serviceAccountRoleArn', 'eks.amazonaws.com']],
  CreateCapability: [['roleArn', 'capabilities.eks.amazonaws.com']],
  UpdateCapability: [['roleArn', 'capabilities.eks.amazonaws.com']],
};

function passedRoles(account: EksAccount, operation: string, input: Input): readonly Authorization[] {
  const asked: Authorization[] = [];
  const pass = (resource: string, service: string): void => {
    if (resource === '') return;
    asked.push({ action: 'iam:PassRole', resource, context: { 'iam:PassedToService': service } });
  };
  for (const [member, service] of PASSED[operation] ?? []) pass(text(input[member]), service);
  const compute = input.computeConfig as { nodeRoleArn?: string } | undefined;
  pass(compute?.nodeRoleArn ?? '', account.nodeRolePassedTo);
  pass(text(input.nodeRole), account.nodeRolePassedTo);
  // "If you create an access entry with type EC2_LINUX or EC2_Windows, the IAM principal creating the access entry must have
  // the iam:PassRole permission" (EKS guide, "Create access entries").
  if (operation === 'CreateAccessEntry' && text(input.type).startsWith('EC2_'))
    pass(text(input.principalArn), account.nodeRolePassedTo);
  const associations = input.podIdentityAssociations as readonly { roleArn?: string }[] | undefined;
  for (const { roleArn } of associations ?? []) pass(roleArn ?? '', 'pods.eks.amazonaws.com');
  return asked;
}

/** Tags given at creation need eks:TagResource as well (aws/aws-cdk#7163), on the resource to be made. */
function taggingOnCreation(account: EksAccount, operation: string, input: Input): readonly Authorization[] {
  const tags = input.tags as Readonly<Record<string, string>> | undefined;
  if (!operation.startsWith('Create') || Object.keys(tags ?? {}).length === 0) return [];
  const kinds: Readonly<Record<string, Kind>> = {
    CreateAccessEntry: 'access-entry',
    CreateAddon: 'addon',
    CreateCapability: 'capability',
    CreateFargateProfile: 'fargateprofile',
    CreateNodegroup: 'nodegroup',
  };
  const kind = kinds[operation];
  const clusterName = text(input.clusterName) || text(input.name);
  const resource =
    operation === 'CreatePodIdentityAssociation'
      ? account.arn(`podidentityassociation/${clusterName}/*`)
      : kind
        ? partArn(account, kind, input)
        : account.arn(`cluster/${clusterName}`);
  const context = contextOf(account, operation, { tags }, '');
  return [{ action: 'eks:TagResource', resource, context }];
}

/** Condition keys of the reference: the request's tags, the resource's tags, and EKS's own. */
function contextOf(account: EksAccount, operation: string, input: Input, resource: string): Context {
  const context: Record<string, string | readonly string[] | boolean> = {};
  const tags = (input.tags ?? {}) as Readonly<Record<string, string>>;
  for (const [key, value] of Object.entries(tags)) context[`aws:RequestTag/${key}`] = value;
  const keys =
    Object.keys(tags).length > 0 ? Object.keys(tags) : ((input.tagKeys ?? []) as readonly string[]);
  if (keys.length > 0) context['aws:TagKeys'] = keys;
  for (const [key, value] of Object.entries(taggedResource(account, resource)?.tags ?? {})) {
    context[`aws:ResourceTag/${key}`] = value;
  }
  return { ...context, ...ownKeys(operation, input) };
}

function ownKeys(operation: string, input: Input): Context {
  const member = <T>(name: string) => input[name] as T | undefined;
  const access = member<{ authenticationMode?: string; bootstrapClusterCreatorAdminPermissions?: boolean }>(
    'accessConfig',
  );
  const vpc = member<{ endpointPublicAccess?: boolean; endpointPrivateAccess?: boolean }>(
    'resourcesVpcConfig',
  );
  const isEntry = operation.endsWith('AccessEntry');
  const isPolicy = operation.endsWith('AccessPolicy');
  const scope = member<{ type?: string; namespaces?: readonly string[] }>('accessScope');
  const keys: readonly (readonly [string, string | readonly string[] | boolean | undefined])[] = [
    ['eks:authenticationMode', access?.authenticationMode],
    ['eks:bootstrapClusterCreatorAdminPermissions', access?.bootstrapClusterCreatorAdminPermissions],
    ['eks:bootstrapSelfManagedAddons', member<boolean>('bootstrapSelfManagedAddons')],
    ['eks:computeConfigEnabled', member<{ enabled?: boolean }>('computeConfig')?.enabled],
    ['eks:controlPlaneScalingTier', member<{ tier?: string }>('controlPlaneScalingConfig')?.tier],
    ['eks:deletionProtection', member<boolean>('deletionProtection')],
    ['eks:endpointPrivateAccess', vpc?.endpointPrivateAccess],
    ['eks:endpointPublicAccess', vpc?.endpointPublicAccess],
    [
      'eks:kubernetesVersion',
      operation.endsWith('Cluster') || operation === 'UpdateClusterVersion'
        ? member<string>('version')
        : undefined,
    ],
    ['eks:supportType', member<{ supportType?: string }>('upgradePolicy')?.supportType],
    ['eks:zonalShiftEnabled', member<{ enabled?: boolean }>('zonalShiftConfig')?.enabled],
    ['eks:principalArn', isEntry || isPolicy ? member<string>('principalArn') : undefined],
    ['eks:clusterName', isEntry || isPolicy ? member<string>('clusterName') : undefined],
    ['eks:accessEntryType', isEntry ? member<string>('type') : undefined],
    ['eks:kubernetesGroups', isEntry ? member<readonly string[]>('kubernetesGroups') : undefined],
    ['eks:username', isEntry ? member<string>('username') : undefined],
    ['eks:policyArn', isPolicy ? member<string>('policyArn') : undefined],
    ['eks:accessScope', isPolicy ? scope?.type : undefined],
    ['eks:namespaces', isPolicy ? scope?.namespaces : undefined],
  ];
  const given = keys.filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Context;
}

/** Permissions that an operation needs before it runs (service authorization reference of Amazon EKS). */
export function authorizeEks(account: EksAccount, operation: string, input: Input): readonly Authorization[] {
  const own = resourcesOf(account, operation, input).map(
    (resource) =>
      new LazyAuthorization(actionOf(operation), resource, () =>
        contextOf(account, operation, input, resource),
      ),
  );
  if (/^(Describe|List)/.test(operation)) return own;
  return [
    ...own,
    ...taggingOnCreation(account, operation, input),
    ...passedRoles(account, operation, input),
    ...askedOfCaller(account, operation, input),
  ];
}
