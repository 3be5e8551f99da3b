import type { Addon, Cluster, Nodegroup, Update } from '@aws-sdk/client-eks';
import { AwsError } from '../../simulator/aws-error.ts';
import {
  CLUSTER,
  eksWorld,
  NODEGROUP,
  role,
  type World,
  worldWithCluster,
} from '../../tests/simulator/eks/world.ts';

/** What EKS answers in a situation: an error, or an entry of health.issues or of an update's errors. */
export interface Verdict {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly members: Readonly<Record<string, unknown>>;
}

/** A situation in the world, and the operation that meets it. */
export interface Situation {
  readonly operation: string;
  readonly meet: () => Promise<Verdict | undefined>;
}

const shop = { clusterName: 'shop' };
const web = { ...shop, nodegroupName: 'web' };
const principal = { ...shop, principalArn: role('person') };
const profile = (name: string) => ({
  ...shop,
  fargateProfileName: name,
  podExecutionRoleArn: role('fargate'),
  selectors: [{ namespace: name }],
});
const association = { ...shop, namespace: 'shop', serviceAccount: 'cart', roleArn: role('pod') };
const coredns = { ...shop, addonName: 'coredns' };
const scaling = (minSize: number, maxSize: number, desiredSize: number) => ({
  scalingConfig: { minSize, maxSize, desiredSize },
});

/** The refusal of a call in a world that `prepare` has brought into the situation. */
function refused(
  operation: string,
  input: Record<string, unknown>,
  prepare: (world: World) => unknown = () => undefined,
  make: () => Promise<World> = () => worldWithCluster({ version: '1.34' }),
): Situation {
  return {
    operation,
    meet: async () => {
      const world = await make();
      await prepare(world);
      try {
        world.call(operation, input);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { code: error.code, message: error.message, members: error.members };
      }
      return undefined;
    },
  };
}

const emptyWorld = async (): Promise<World> => eksWorld();
const withGroup = async (world: World, more: Record<string, unknown> = {}): Promise<void> => {
  world.call('CreateNodegroup', { ...NODEGROUP, ...more });
  await world.settle();
};
const protectionUpdate = (world: World): Update =>
  world.call<{ update: Update }>('UpdateClusterConfig', { name: 'shop', deletionProtection: true }).update;
const exhaustSubnets = (world: World): void => {
  for (const [id, facts] of world.network.subnets) {
    world.network.subnets.set(id, { ...facts, availableIpAddressCount: 0 });
  }
};
const upgrade = async (world: World, version: string): Promise<void> => {
  world.call('UpdateClusterVersion', { name: 'shop', version });
  await world.settle();
};

const CLUSTER_REFUSALS: readonly Situation[] = [
  refused('DeleteCluster', { name: 'shop' }, (world) => world.call('CreateNodegroup', NODEGROUP)),
  refused('DeleteCluster', { name: 'shop' }, (world) => world.call('CreateFargateProfile', profile('batch'))),
  refused('DeleteCluster', { name: 'shop' }, (world) =>
    world.call('CreateCapability', {
      ...shop,
      capabilityName: 'kro',
      type: 'KRO',
      roleArn: role('capability'),
      deletePropagationPolicy: 'RETAIN',
    }),
  ),
  refused('DeleteCluster', { name: 'shop' }, protectionUpdate),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.35' }, protectionUpdate),
  refused(
    'UpdateClusterConfig',
    { name: 'shop', resourcesVpcConfig: { endpointPrivateAccess: true } },
    protectionUpdate,
  ),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.36' }),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.33' }),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.34' }),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.99' }),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.35' }, (world) =>
    world.eks.inCluster.setInsight('shop', {
      id: 'insight-1',
      category: 'UPGRADE_READINESS',
      kubernetesVersion: '1.35',
      insightStatus: { status: 'ERROR' },
    }),
  ),
  refused(
    'UpdateClusterVersion',
    { name: 'shop', version: '1.36' },
    async (world) => {
      await withGroup(world, { amiType: 'AL2023_x86_64_STANDARD' });
      for (const version of ['1.33', '1.34', '1.35']) await upgrade(world, version);
    },
    () => worldWithCluster({ version: '1.32' }),
  ),
  refused('CreateCluster', { ...CLUSTER, version: '1.99' }, undefined, emptyWorld),
  refused('CreateCluster', { ...CLUSTER, name: 'second' }, undefined, () =>
    worldWithCluster({}, { region: { quotas: { 'eks/clusters': 1 } } }),
  ),
  refused('CreateCluster', { ...CLUSTER, roleArn: role('person') }, undefined, emptyWorld),
  refused('CreateCluster', { ...CLUSTER, clientRequestToken: 'too-short' }, undefined, emptyWorld),
  refused('CreateCluster', CLUSTER),
  refused(
    'CreateCluster',
    { ...CLUSTER, resourcesVpcConfig: { subnetIds: ['subnet-a'] } },
    undefined,
    emptyWorld,
  ),
  refused(
    'CreateCluster',
    { ...CLUSTER, resourcesVpcConfig: { subnetIds: ['subnet-a', 'subnet-e'] } },
    undefined,
    emptyWorld,
  ),
  refused('DescribeCluster', { name: 'none' }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    resourcesVpcConfig: { endpointPublicAccess: true, endpointPrivateAccess: false },
  }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: false },
  }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    logging: { clusterLogging: [{ types: ['api'], enabled: false }] },
  }),
  refused('UpdateClusterConfig', { name: 'shop', accessConfig: { authenticationMode: 'CONFIG_MAP' } }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    computeConfig: { enabled: false },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: false } },
    storageConfig: { blockStorage: { enabled: false } },
  }),
  refused('UpdateClusterConfig', { name: 'shop', computeConfig: { enabled: true } }),
  refused('UpdateClusterConfig', {
    name: 'shop',
    deletionProtection: true,
    zonalShiftConfig: { enabled: true },
  }),
  refused('UpdateClusterConfig', { name: 'shop' }),
  refused(
    'UpdateClusterConfig',
    { name: 'shop', resourcesVpcConfig: { endpointPrivateAccess: true } },
    exhaustSubnets,
  ),
  refused('UpdateClusterVersion', { name: 'shop', version: '1.35' }, exhaustSubnets),
];

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/361001ad-9c5e-42cb-9a09-5de1e80e822f';
const encryption = (keyArn: string) => ({
  ...shop,
  encryptionConfig: [{ resources: ['secrets'], provider: { keyArn } }],
});

const OTHER_REFUSALS: readonly Situation[] = [
  refused('AssociateEncryptionConfig', encryption(KEY), async (world) => {
    world.call('AssociateEncryptionConfig', encryption(KEY));
    await world.settle();
  }),
  refused('AssociateEncryptionConfig', encryption(KEY.replace(/key\/.*/, 'alias/none'))),
  refused('AssociateEncryptionConfig', encryption(KEY.replace(/key\/.*/, 'key/123'))),
  {
    operation: 'AssociateIdentityProviderConfig',
    meet: async () => {
      const world = await worldWithCluster();
      const { cluster } = world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' });
      const issuerUrl = cluster.identity?.oidc?.issuer;
      const oidc = { identityProviderConfigName: 'own', issuerUrl, clientId: 'sts.amazonaws.com' };
      return refused(
        'AssociateIdentityProviderConfig',
        { ...shop, oidc },
        undefined,
        async () => world,
      ).meet();
    },
  },
  refused('UpdateAddon', coredns, (world) => world.call('CreateAddon', coredns)),
  refused('UpdateAddon', coredns, async (world) => {
    await withGroup(world);
    world.call('CreateAddon', coredns);
    await world.settle();
    world.call('UpdateAddon', { ...coredns, configurationValues: '{"replicaCount":3}' });
  }),
  refused('CreateAddon', { ...coredns, addonVersion: 'v0.0.1-eksbuild.1' }),
  refused('CreateAddon', coredns, (world) => world.call('CreateAddon', coredns)),
  refused('CreateAddon', { ...shop, addonName: 'kubecost_kubecost' }),
  refused('CreateAddon', { ...coredns, configurationValues: '{"none":1}' }),
  refused('UpdateAddon', { ...coredns, addonVersion: 'v0.0.1-eksbuild.1' }, async (world) => {
    await withGroup(world);
    world.call('CreateAddon', coredns);
    await world.settle();
  }),
  refused('DescribeAddon', coredns),
  refused('CreateFargateProfile', profile('second'), (world) =>
    world.call('CreateFargateProfile', profile('first')),
  ),
  refused('CreateFargateProfile', profile('first'), (world) =>
    world.call('CreateFargateProfile', profile('first')),
  ),
  refused('DeleteFargateProfile', { ...shop, fargateProfileName: 'second' }, async (world) => {
    for (const name of ['first', 'second']) {
      world.call('CreateFargateProfile', profile(name));
      await world.settle();
    }
    world.call('DeleteFargateProfile', { ...shop, fargateProfileName: 'first' });
  }),
  refused('DeleteFargateProfile', { ...shop, fargateProfileName: 'first' }, async (world) => {
    world.call('CreateFargateProfile', profile('first'));
    await world.settle();
    protectionUpdate(world);
  }),
  refused('DescribeFargateProfile', { ...shop, fargateProfileName: 'none' }),
  refused('CreateAccessEntry', principal, (world) => world.call('CreateAccessEntry', principal)),
  refused('DescribeAccessEntry', principal),
  refused('UpdateAccessEntry', { ...shop, principalArn: role('node') }, (world) =>
    world.call('CreateAccessEntry', { ...shop, principalArn: role('node'), type: 'EC2_LINUX' }),
  ),
  refused('CreateAccessEntry', principal, undefined, () =>
    worldWithCluster({ accessConfig: { authenticationMode: 'CONFIG_MAP' } }),
  ),
  refused('CreatePodIdentityAssociation', association, (world) =>
    world.call('CreatePodIdentityAssociation', association),
  ),
  refused('CreatePodIdentityAssociation', { ...association, roleArn: role('node') }),
];

const NODEGROUP_REFUSALS: readonly Situation[] = [
  refused('CreateNodegroup', NODEGROUP, (world) => world.call('CreateNodegroup', NODEGROUP)),
  refused('CreateNodegroup', NODEGROUP, protectionUpdate),
  refused('CreateNodegroup', { ...NODEGROUP, ...scaling(3, 4, 2) }),
  refused('CreateNodegroup', { ...NODEGROUP, ...scaling(1, 2, 3) }),
  refused('CreateNodegroup', { ...NODEGROUP, labels: { 'kubernetes.io/role': 'web' } }),
  refused('CreateNodegroup', { ...NODEGROUP, nodeRole: role('person') }),
  refused('CreateNodegroup', { ...NODEGROUP, instanceTypes: ['m7g.large'] }),
  refused('CreateNodegroup', { ...NODEGROUP, amiType: 'AL2_x86_64' }),
  refused('UpdateNodegroupConfig', { ...web, ...scaling(1, 2, 1) }, (world) =>
    world.call('CreateNodegroup', NODEGROUP),
  ),
  refused('UpdateNodegroupConfig', { ...web, scalingConfig: { desiredSize: 9 } }, withGroup),
  refused('UpdateNodegroupConfig', { ...web, scalingConfig: { minSize: 3 } }, withGroup),
  refused('UpdateNodegroupVersion', { ...web, version: '1.35' }, withGroup),
  refused('UpdateNodegroupVersion', { ...web, releaseVersion: '1.35.1-20260801' }, withGroup),
  refused('UpdateNodegroupVersion', web, async (world) => {
    world.network.templates.set('lt-1', { ImageId: 'ami-1', InstanceType: 'm6i.large' });
    await withGroup(world, { launchTemplate: { id: 'lt-1' } });
  }),
  refused('DescribeNodegroup', { ...shop, nodegroupName: 'none' }),
  ...[{ diskSize: 50 }, { remoteAccess: { ec2SshKey: 'key' } }, { instanceTypes: ['m6i.large'] }].map(
    (beside) =>
      refused('CreateNodegroup', { ...NODEGROUP, launchTemplate: { id: 'lt-1' }, ...beside }, (world) =>
        world.network.templates.set('lt-1', { InstanceType: 'm6i.large' }),
      ),
  ),
  refused('CreateNodegroup', { ...NODEGROUP, launchTemplate: { id: 'lt-1' } }, (world) =>
    world.network.templates.set('lt-1', { IamInstanceProfile: { Name: 'own' } }),
  ),
];

interface Problem {
  readonly code?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly message?: string | undefined;
  readonly errorMessage?: string | undefined;
  readonly resourceIds?: readonly string[] | undefined;
}

/** The first problem that a description shows once everything has settled. */
function shown(operation: string, meet: () => Promise<readonly Problem[] | undefined>): Situation {
  return {
    operation,
    meet: async () => {
      const [problem] = (await meet()) ?? [];
      if (!problem) return undefined;
      const { resourceIds } = problem;
      return {
        code: problem.code ?? problem.errorCode,
        message: problem.message ?? problem.errorMessage,
        members: resourceIds ? { resourceIds } : {},
      };
    },
  };
}

const groupHealth = (world: World): readonly Problem[] | undefined =>
  world.call<{ nodegroup: Nodegroup }>('DescribeNodegroup', web).nodegroup.health?.issues;

async function groupUpdate(prepare: (world: World) => void): Promise<readonly Problem[] | undefined> {
  const world = await worldWithCluster();
  await withGroup(world);
  prepare(world);
  const { update } = world.call<{ update: Update }>('UpdateNodegroupVersion', web);
  await world.settle();
  return world.call<{ update: Update }>('DescribeUpdate', {
    name: 'shop',
    nodegroupName: 'web',
    updateId: update.id,
  }).update.errors;
}

const NO_CAPACITY = new AwsError(
  'InsufficientInstanceCapacity',
  'We currently do not have sufficient t3.medium capacity in the Availability Zone you requested (us-east-1a).',
);

const PROBLEMS: readonly Situation[] = [
  shown('nodegroup health issue', async () => {
    const world = await worldWithCluster();
    world.call('CreateNodegroup', NODEGROUP);
    world.call('DeleteAccessEntry', { ...shop, principalArn: role('node') });
    await world.settle();
    return groupHealth(world);
  }),
  shown('nodegroup health issue', async () => {
    const world = await worldWithCluster({ bootstrapSelfManagedAddons: false });
    await withGroup(world);
    return groupHealth(world);
  }),
  shown('nodegroup health issue', async () => {
    const world = await worldWithCluster();
    world.network.refusal = NO_CAPACITY;
    await withGroup(world);
    return groupHealth(world);
  }),
  shown('nodegroup health issue', async () => {
    const world = eksWorld();
    for (const [id, facts] of world.network.subnets) {
      const ipv6 = { ipv6CidrBlock: '2600:1f18::/64', assignIpv6AddressOnCreation: false };
      world.network.subnets.set(id, { ...facts, ...ipv6 });
    }
    world.call('CreateCluster', { ...CLUSTER, kubernetesNetworkConfig: { ipFamily: 'ipv6' } });
    await world.settle();
    await withGroup(world);
    return groupHealth(world);
  }),
  shown('nodegroup health issue', async () => {
    const world = await worldWithCluster();
    await withGroup(world, { remoteAccess: { ec2SshKey: 'key' } });
    const { nodegroup } = world.call<{ nodegroup: Nodegroup }>('DescribeNodegroup', web);
    world.network.groupsInUse.add(nodegroup.resources?.remoteAccessSecurityGroup ?? '');
    world.call('DeleteNodegroup', web);
    await world.settle();
    return groupHealth(world);
  }),
  shown('nodegroup update error', () =>
    groupUpdate((world) => world.eks.inCluster.setEvictable('shop', 'web', false)),
  ),
  shown('nodegroup update error', () =>
    groupUpdate((world) => {
      world.network.refusal = NO_CAPACITY;
    }),
  ),
  shown('addon health issue', async () => {
    const world = await worldWithCluster();
    world.call('CreateAddon', coredns);
    await world.settle();
    return world.call<{ addon: Addon }>('DescribeAddon', coredns).addon.health?.issues;
  }),
  shown('addon health issue', async () => {
    const world = await worldWithCluster();
    world.eks.inCluster.editAddon('shop', 'coredns', ['ConfigMap coredns - .data.Corefile']);
    world.call('CreateAddon', coredns);
    await world.settle();
    return world.call<{ addon: Addon }>('DescribeAddon', coredns).addon.health?.issues;
  }),
  shown('cluster health issue', async () => {
    const world = await worldWithCluster();
    exhaustSubnets(world);
    return world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' }).cluster.health?.issues;
  }),
];

/** A bucket that holds nothing: the region refuses in the service's words. */
const THROTTLED: Situation = {
  operation: 'DescribeCluster',
  meet: async () => {
    const { eks } = eksWorld({ settings: { throttledAsInvalidRequestProbability: 0 } });
    const error = eks.throttled?.();
    return error && { code: error.code, message: error.message, members: error.members };
  },
};

export const SITUATIONS: readonly Situation[] = [
  ...CLUSTER_REFUSALS,
  ...OTHER_REFUSALS,
  ...NODEGROUP_REFUSALS,
  ...PROBLEMS,
  THROTTLED,
];
