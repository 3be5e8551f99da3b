import { allNodeGroups, type ClusterConfig, isAutoMode } from '../../domain/cluster-config/config.ts';
import { recommendationFor } from '../../domain/contents/addon/roles.ts';
import type { IamService } from '../../simulator/iam/iam.ts';
import type { World } from '../../simulator/world.ts';
import { once, type Place, type Prerequisite } from './prerequisite.ts';

const iamOf = (world: World): IamService['plants'] => world.iam().plants;

/** An IAM ARN of this account, taken apart; undefined for another account's, and for AWS's own. */
function ownArn(arn: string, { accountId }: Place): { path: string; name: string } | undefined {
  const [, owner, path = '', name] = /:iam::(\d{12}):[a-z-]+(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  return owner === accountId && name !== undefined ? { path, name } : undefined;
}

interface RoleUse {
  readonly arn: string | undefined;
  readonly what: string;
  /** Services by their principal's first part. */
  readonly trusts: readonly string[];
  readonly managedPolicies?: readonly string[];
}

const NODE_POLICIES = [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEKS_CNI_Policy',
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonSSMManagedInstanceCore',
];
const AUTO_MODE_POLICIES = [
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

function controlPlaneRoles(config: ClusterConfig): RoleUse[] {
  const { iam, autoModeConfig, remoteNetworkConfig } = config;
  const hybrid = remoteNetworkConfig?.iam;
  return [
    {
      arn: iam?.serviceRoleARN,
      what: 'role of the control plane',
      trusts: ['eks'],
      managedPolicies: [
        'AmazonEKSClusterPolicy',
        'AmazonEKSVPCResourceController',
        ...(isAutoMode(config) ? AUTO_MODE_POLICIES : []),
      ],
    },
    {
      arn: autoModeConfig?.nodeRoleARN,
      what: 'role of Auto Mode nodes',
      trusts: ['ec2'],
      managedPolicies: ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'],
    },
    {
      arn: hybrid?.roleARN,
      what: 'role of hybrid nodes',
      trusts: [hybrid?.provider?.toUpperCase() === 'IRA' ? 'rolesanywhere' : 'ssm'],
    },
    {
      arn: iam?.fargatePodExecutionRoleARN,
      what: 'pod execution role of Fargate',
      trusts: ['eks-fargate-pods'],
      managedPolicies: ['AmazonEKSFargatePodExecutionRolePolicy'],
    },
    ...(config.fargateProfiles ?? []).map(({ name, podExecutionRoleARN }) => ({
      arn: podExecutionRoleARN,
      what: `pod execution role of Fargate profile ${name}`,
      trusts: ['eks-fargate-pods'],
      managedPolicies: ['AmazonEKSFargatePodExecutionRolePolicy'],
    })),
  ];
}

function workloadRoles(config: ClusterConfig): RoleUse[] {
  const { iam } = config;
  return [
    ...allNodeGroups(config).map((group) => ({
      arn: group.iam?.instanceRoleARN,
      what: `role of node group ${group.name}`,
      trusts: ['ec2'],
      managedPolicies: NODE_POLICIES,
    })),
    ...(iam?.podIdentityAssociations ?? []).map(({ roleARN, serviceAccountName }) => ({
      arn: roleARN,
      what: `role of service account ${serviceAccountName}`,
      trusts: ['pods.eks'],
    })),
    ...config.addons.flatMap((addon) => {
      const managedPolicies = recommendationFor(addon)?.managedPolicies ?? [];
      const roles = [
        addon.serviceAccountRoleARN,
        ...(addon.podIdentityAssociations ?? []).map(({ roleARN }) => roleARN),
      ];
      return roles.map((arn) => ({
        arn,
        what: `role of add-on ${addon.name}`,
        trusts: ['pods.eks'],
        managedPolicies,
      }));
    }),
    ...(iam?.serviceAccounts ?? []).map(({ metadata, attachRoleARN }) => ({
      arn: attachRoleARN,
      what: `role of service account ${metadata.name}`,
      trusts: ['pods.eks'],
    })),
    ...(config.capabilities ?? []).map(({ name, roleArn }) => ({
      arn: roleArn,
      what: `role of capability ${name}`,
      trusts: ['capabilities.eks'],
    })),
  ];
}

function principals(config: ClusterConfig): { readonly arn: string; readonly trusts: readonly string[] }[] {
  const entries = (config.accessConfig?.accessEntries ?? []).map(({ principalARN, type }) => ({
    arn: principalARN,
    trusts: type?.startsWith('EC2') ? ['ec2'] : [],
  }));
  const mapped = (config.iamIdentityMappings ?? []).map(({ arn = '' }) => ({ arn, trusts: [] }));
  return [...entries, ...mapped];
}

/** A role that is used several times is planted once, with trust for all of its uses. */
function rolesToPlant(config: ClusterConfig, place: Place): Prerequisite[] {
  const access = principals(config)
    .filter(({ arn }) => arn.includes(':role/'))
    .map(({ arn, trusts }) => ({ arn, trusts, what: 'role of an access entry' }));
  const uses: RoleUse[] = [...controlPlaneRoles(config), ...workloadRoles(config), ...access];
  const arns = [
    ...new Set(uses.flatMap(({ arn }) => (arn !== undefined && ownArn(arn, place) ? [arn] : []))),
  ];
  return arns.map((arn) => {
    const mine = uses.filter((use) => use.arn === arn);
    const { path, name } = ownArn(arn, place) as { path: string; name: string };
    const services = [...new Set(mine.flatMap(({ trusts }) => trusts))].map((one) => `${one}.amazonaws.com`);
    const trusted = services.length > 0 ? services.join(', ') : `account ${place.accountId}`;
    const managedPolicyArns = [...new Set(mine.flatMap(({ managedPolicies = [] }) => managedPolicies))];
    return once(`${mine[0]?.what} ${arn}, trusting ${trusted}`, (world) =>
      iamOf(world).plantRole({ path, name, services, managedPolicyNames: managedPolicyArns }),
    );
  });
}

function usersToPlant(config: ClusterConfig, place: Place): Prerequisite[] {
  const arns = new Set(
    principals(config)
      .map(({ arn }) => arn)
      .filter((arn) => arn.includes(':user/') && ownArn(arn, place)),
  );
  return [...arns].map((arn) =>
    once(`user of an access entry ${arn}`, (world) => iamOf(world).plantUser(arn)),
  );
}

function* policyArns(value: unknown, key = ''): Generator<{ arn: string; boundary: boolean }> {
  if (typeof value === 'string') {
    if (/:iam::\d{12}:policy\//.test(value)) yield { arn: value, boundary: /boundary/i.test(key) };
  } else if (Array.isArray(value)) {
    for (const item of value) yield* policyArns(item, key);
  } else if (typeof value === 'object' && value !== null) {
    // A written policy may speak of other policies without needing them.
    for (const [name, member] of Object.entries(value))
      if (!/^(attachPolicy|permissionPolicy|policy)$/.test(name)) yield* policyArns(member, name);
  }
}

function policiesToPlant(config: ClusterConfig, place: Place): Prerequisite[] {
  const found = new Map<string, boolean>();
  for (const { arn, boundary } of policyArns(config))
    if (ownArn(arn, place)) found.set(arn, boundary || (found.get(arn) ?? false));
  return [...found].map(([arn, boundary]) => {
    const { path, name } = ownArn(arn, place) as { path: string; name: string };
    // The file does not tell what the user's policy allows. A permissions boundary must allow what it bounds, so that
    // it allows everything.
    const Action = boundary ? '*' : 's3:ListAllMyBuckets';
    return once(`${boundary ? 'permissions boundary' : 'managed policy'} ${arn}`, (world) =>
      iamOf(world).plantPolicy({ path, name, statements: [{ Effect: 'Allow', Action, Resource: '*' }] }),
    );
  });
}

function profilesToPlant(config: ClusterConfig, place: Place): Prerequisite[] {
  return config.nodeGroups.flatMap((group) => {
    const arn = group.iam?.instanceProfileARN;
    const own = arn === undefined ? undefined : ownArn(arn, place);
    if (arn === undefined || !own) return [];
    const given = group.iam?.instanceRoleARN?.split('/').at(-1);
    const text = `instance profile ${arn} with role ${given ?? own.name}`;
    return [
      once(text, (world) => {
        const plants = iamOf(world);
        if (given === undefined)
          plants.plantRole({
            path: '/',
            name: own.name,
            services: ['ec2.amazonaws.com'],
            managedPolicyNames: NODE_POLICIES,
          });
        plants.plantInstanceProfile({ ...own, roleName: given ?? own.name });
      }),
    ];
  });
}

/** The roles, users, policies and instance profiles of this account that a document names by ARN. */
export function identities(config: ClusterConfig, place: Place): Prerequisite[] {
  return [
    ...policiesToPlant(config, place),
    ...rolesToPlant(config, place),
    ...usersToPlant(config, place),
    ...profilesToPlant(config, place),
  ];
}
