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
  ...EDGES,
  ...PROBLEMS,
  THROTTLED,
];
