import type { PlantedBug } from '../bug.ts';

export const deletion: readonly PlantedBug[] = [
  {
    name: 'a cluster with deletion protection is deleted',
    hurts: 'the last safety catch does not hold',
    edits: [
      {
        file: 'domain/decide/deletion-request.ts',
        from: 'if (observed.deletionProtection)',
        to: 'if (observed.deletionProtection && !hasStacks)',
      },
    ],
  },
  {
    name: 'a cluster that is not the fleet’s is deleted',
    hurts: 'a name that is typed wrong takes another team’s cluster',
    edits: [
      {
        file: 'domain/decide/deletion-request.ts',
        from: 'const isOurs = hasStacks || isRegistered ||',
        to: 'const isOurs = hasStacks || isRegistered || observed.tags !== undefined ||',
      },
    ],
  },
  {
    name: 'instances of others in the VPC do not hold a deletion up',
    hurts: 'the cluster is gone, and its network stays half deleted around somebody’s database',
    edits: [
      {
        file: 'domain/decide/leftovers.ts',
        from: 'instanceId && !own.has(instanceId) ? instanceId : []',
        to: 'instanceId && own.has(instanceId) ? instanceId : []',
      },
    ],
  },
  {
    name: 'what Kubernetes shares counts as the cluster’s own',
    hurts: 'a subnet, a security group or a load balancer of several clusters is deleted with one',
    edits: [
      {
        file: 'domain/decide/ownership.ts',
        from: "tags[lifecycleTag(clusterName)] === 'owned'",
        to: 'tags[lifecycleTag(clusterName)] !== undefined',
      },
    ],
  },
  {
    name: 'what stands in a given VPC counts as left by the cluster',
    hurts: 'load balancers of other teams in a shared VPC are deleted',
    edits: [
      {
        file: 'domain/decide/ownership.ts',
        from: 'const isOurs = networkStack !== undefined && isStackOf(clusterName, networkStack);',
        to: 'const isOurs = networkStack !== undefined;',
      },
    ],
  },
  {
    name: 'a resource of somebody’s stack is deleted',
    hurts: 'CloudFormation’s own drift, and a stack that can’t be updated any more',
    edits: [
      {
        file: 'domain/decide/ownership.ts',
        from: 'return !isOfStack(tags) && (isOwned(tags, clusterName)',
        to: 'return (isOwned(tags, clusterName)',
      },
    ],
  },
  {
    name: 'a stack of a cluster whose name begins alike is deleted',
    hurts: 'the node groups of `shop-2` go with `shop`',
    edits: [
      {
        file: 'domain/decide/ownership.ts',
        from: '  tags[CLUSTER_TAG] === clusterName;',
        to: '  tags[CLUSTER_TAG]?.startsWith(clusterName) === true;',
      },
    ],
  },
  {
    name: 'a rule of a foreign security group is revoked',
    hurts: 'another team’s database is cut off',
    edits: [
      {
        file: 'domain/decide/leftovers.ts',
        from: '    group.vpcId === ownVpcId ||\n',
        to: '    group.vpcId === (ownVpcId ?? group.vpcId) ||\n',
      },
    ],
  },
  {
    name: 'the default security group is deleted',
    hurts: 'EC2 refuses it, and every deletion ends as failed',
    edits: [
      {
        file: 'domain/decide/leftovers.ts',
        from: "return groups.filter((group) => group.name !== 'default' && isLeft(group, scope));",
        to: 'return groups.filter((group) => isLeft(group, scope));',
      },
    ],
  },
  {
    name: 'a deletion that failed is asked for without end',
    hurts: 'an operation that cannot end holds the lease for a day',
    edits: [
      {
        file: 'domain/decide/deletion.ts',
        from: ': changedAt >= startedAt;',
        to: ': changedAt < startedAt;',
      },
    ],
  },
  {
    name: 'the network goes before what stands in it',
    hurts: 'CloudFormation cannot delete the VPC, and the deletion fails half way',
    edits: [
      {
        file: 'domain/decide/compute-deletion.ts',
        from: '...(stackOutputs(stack).VPC === undefined ? {} : { needs }),',
        to: '...(stackOutputs(stack).VPC === undefined ? { needs } : {}),',
      },
    ],
  },
  {
    name: 'the rules between nodes and control plane go before the nodes',
    hurts: 'a drain hangs, since the nodes can talk to nobody',
    edits: [
      {
        file: 'domain/decide/compute-deletion.ts',
        from: 'const before = stack.StackName === rules ? keysOfNodes : users.map',
        to: 'const before = stack.StackName === rules ? [] : users.map',
      },
    ],
  },
  {
    name: 'a pause does not hold deletions',
    hurts: 'what is stopped for an incident is deleted in it',
    edits: [
      {
        file: 'functions/delete/delete-item.ts',
        from: '    operations,\n    ...(step.at',
        to: '    operations: Object.assign(Object.create(operations) as typeof operations, {\n      readStanding: async (arn: string) => ({ ...(await operations.readStanding(arn)), pause: undefined }),\n    }),\n    ...(step.at',
      },
    ],
  },
  {
    name: 'target groups are deleted beside their load balancers',
    hurts: 'ELB refuses them as in use, and the deletion fails',
    edits: [
      {
        file: 'domain/decide/left-load-balancers.ts',
        from: 'return loadBalancers.length === 0\n        ? made',
        to: 'return loadBalancers.length < 2\n        ? made',
      },
    ],
  },
];
