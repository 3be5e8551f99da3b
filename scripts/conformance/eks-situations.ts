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
import { EDGES } from './eks-edges.ts';
import { LATER_EDGES } from './eks-later-edges.ts';
import { CLUSTER_REFUSALS, NODEGROUP_REFUSALS, OTHER_REFUSALS } from './eks-refusals.ts';
import { coredns, exhaustSubnets, type Situation, shop, web, withGroup } from './eks-situation.ts';

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

const clusterHealth = (world: World): readonly Problem[] | undefined =>
  world.call<{ cluster: Cluster }>('DescribeCluster', { name: 'shop' }).cluster.health?.issues;

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/361001ad-9c5e-42cb-9a09-5de1e80e822f';

/** EC2's refusal of a type that a zone has not. */
const NOT_OFFERED = new AwsError(
  'Unsupported',
  'Your requested instance type (p2.xlarge) is not supported in your requested Availability Zone (us-east-1a). Please retry your request by not specifying an Availability Zone or choosing us-east-1b, us-east-1c.',
);

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
    world.rolesGone.add(role('cluster'));
    return clusterHealth(world);
  }),
  shown('cluster health issue', async () => {
    const securityGroupIds = ['sg-own'];
    const world = await worldWithCluster({
      resourcesVpcConfig: { ...CLUSTER.resourcesVpcConfig, securityGroupIds },
    });
    world.network.groups.delete('sg-own');
    return clusterHealth(world);
  }),
  shown('cluster health issue', async () => {
    const world = await worldWithCluster(
      { encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: KEY } }] },
      { settings: { keyState: () => 'Disabled' } },
    );
    return clusterHealth(world);
  }),
  shown('nodegroup health issue', async () => {
    const world = await worldWithCluster();
    world.network.refusal = NOT_OFFERED;
    await withGroup(world);
    return groupHealth(world);
  }),
  shown('cluster health issue', async () => {
    const world = await worldWithCluster();
    exhaustSubnets(world);
    return clusterHealth(world);
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
  ...EDGES,
  ...LATER_EDGES,
  ...PROBLEMS,
  THROTTLED,
];
