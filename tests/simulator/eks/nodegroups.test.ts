import { describe, expect, it } from '@jest/globals';
import { describeWeb, NO_CAPACITY, web, withGroup } from './nodegroups.fixtures.ts';
import { NODEGROUP, role, worldWithCluster } from './world.ts';

const REFUSALS = [
  {
    name: 'refuses minSize above desiredSize',
    request: { scalingConfig: { minSize: 3, maxSize: 4, desiredSize: 2 } },
    message: "minSize can't be greater than desiredSize",
  },
  {
    name: 'refuses desiredSize above maxSize',
    request: { scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 3 } },
    message: "desiredSize can't be greater than maxSize",
  },
  {
    name: 'refuses a maxSize of 0',
    request: { scalingConfig: { minSize: 0, maxSize: 0, desiredSize: 0 } },
    message: "maxSize can't be less than 1",
  },
  {
    name: 'refuses an instance type that the AMI does not run on',
    request: { instanceTypes: ['m7g.large'] },
    message: '[m7g.large] is not a valid instance type for requested amiType AL2023_x86_64_STANDARD',
  },
  {
    name: 'refuses an instance type that there is not',
    request: { instanceTypes: ['m6i.large', 'm6i.none'] },
    message: 'The following supplied instance types do not exist: [m6i.none]',
  },
  {
    name: 'refuses AL2 from 1.33 on',
    request: { amiType: 'AL2_x86_64' },
    message: 'AMI Type AL2_x86_64 is only supported for kubernetes versions 1.32 or earlier',
  },
  {
    name: 'refuses a release of another Kubernetes version',
    request: { releaseVersion: '1.31.3-20250103' },
    message: 'Requested release version 1.31.3-20250103 is not valid for kubernetes version 1.34.',
  },
  {
    name: 'refuses a label with a reserved prefix',
    request: { labels: { 'node-role.kubernetes.io/web': 'true' } },
    message: 'Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]',
  },
  {
    name: 'refuses a node role that does not trust EC2',
    request: { nodeRole: role('cluster') },
    message: `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${role('cluster')}`,
  },
  {
    name: 'refuses a key pair that does not exist',
    request: { remoteAccess: { ec2SshKey: 'none' } },
    message: 'KeyPair none not found',
  },
  {
    name: 'refuses a disk size beside a launch template',
    request: { launchTemplate: { id: 'lt-1' }, diskSize: 50 },
    message: 'Disk size must be specified within the launch template.',
  },
  {
    name: 'refuses remote access beside a launch template',
    request: { launchTemplate: { id: 'lt-1' }, remoteAccess: { ec2SshKey: 'key' } },
    message: 'Remote access configuration cannot be specified with a launch template.',
  },
  {
    name: 'refuses instance types in both the template and the request',
    request: { launchTemplate: { id: 'lt-1' }, instanceTypes: ['m6i.large'] },
    message: 'Cannot specify instance types in launch template and API request',
  },
  {
    name: 'refuses a subnet of another VPC',
    request: { subnets: ['subnet-x'] },
    message: 'Subnets specified must belong to the VPC: vpc-1',
  },
];

describe('CreateNodegroup', () => {
  it.each(REFUSALS)('$name', async ({ request, message }) => {
    const world = await worldWithCluster({ version: '1.34' });
    world.network.templates.set('lt-1', { InstanceType: 'm6i.large' });
    expect(world.refusal('CreateNodegroup', { ...NODEGROUP, ...request }).message).toBe(message);
    expect(world.call('ListNodegroups', { clusterName: 'shop' })).toEqual({ nodegroups: [] });
  });

  it('is refused while the cluster changes', async () => {
    const world = await worldWithCluster();
    world.call('UpdateClusterConfig', { name: 'shop', deletionProtection: true });
    expect(world.refusal('CreateNodegroup', NODEGROUP)).toMatchObject({
      code: 'InvalidRequestException',
      message: "Cluster 'shop' is not in ACTIVE status",
    });
  });

  it('is refused over the quota of groups', async () => {
    const world = await worldWithCluster({}, { region: { quotas: { 'eks/nodegroups-per-cluster': 1 } } });
    world.call('CreateNodegroup', NODEGROUP);
    expect(world.refusal('CreateNodegroup', { ...NODEGROUP, nodegroupName: 'second' }).code).toBe(
      'ResourceLimitExceededException',
    );
  });

  it('starts the nodes, lets their role in and takes 2 to 5 minutes', async () => {
    const world = await worldWithCluster();
    const before = world.kernel.now();
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    const group = describeWeb(world);
    expect(group).toMatchObject({ status: 'ACTIVE', amiType: 'AL2023_x86_64_STANDARD', diskSize: 20 });
    expect(group.resources?.autoScalingGroups?.[0]?.name).toMatch(/^eks-web-[0-9a-f-]{36}$/);
    expect(world.network.instances.size).toBe(2);
    expect(
      world.call('DescribeAccessEntry', { clusterName: 'shop', principalArn: role('node') }),
    ).toMatchObject({ accessEntry: { type: 'EC2_LINUX', kubernetesGroups: ['system:nodes'] } });
    const span = world.kernel.trace.spans.find(({ kind }) => kind === 'eks/node-group-create');
    expect(span?.requires).toEqual([`arn:aws:eks:us-east-1:111122223333:cluster/shop#create`]);
    const minutes = ((span?.endedAt ?? 0) - before) / 60_000;
    expect(minutes).toBeGreaterThan(2);
    expect(minutes).toBeLessThan(5);
  });

  it('fails after 20 minutes when nodes cannot join', async () => {
    const world = await worldWithCluster();
    world.call('CreateNodegroup', NODEGROUP);
    world.call('DeleteAccessEntry', { clusterName: 'shop', principalArn: role('node') });
    await world.settle(19 * 60_000);
    expect(describeWeb(world).status).toBe('CREATING');
    await world.settle(4 * 60_000);
    expect(describeWeb(world)).toMatchObject({
      status: 'CREATE_FAILED',
      health: {
        issues: [{ code: 'NodeCreationFailure', message: 'Instances failed to join the kubernetes cluster' }],
      },
    });
  });

  it('fails where security groups keep its nodes from a private endpoint', async () => {
    const endpoint = { endpointPrivateAccess: true, endpointPublicAccess: false };
    const subnetIds = ['subnet-a', 'subnet-b'];
    const world = await worldWithCluster({ resourcesVpcConfig: { subnetIds, ...endpoint } });
    world.network.shutOut = true;
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    expect(describeWeb(world)).toMatchObject({
      status: 'CREATE_FAILED',
      health: {
        issues: [{ code: 'NodeCreationFailure', message: 'Instances failed to join the kubernetes cluster' }],
      },
    });
    const open = await worldWithCluster();
    open.network.shutOut = true;
    open.call('CreateNodegroup', NODEGROUP);
    await open.settle();
    expect(describeWeb(open).status).toBe('ACTIVE');
  });

  it('waits for a CNI, and comes up when it is installed', async () => {
    const world = await worldWithCluster({ bootstrapSelfManagedAddons: false });
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle(10 * 60_000);
    expect(describeWeb(world).status).toBe('CREATING');
    world.call('CreateAddon', { clusterName: 'shop', addonName: 'vpc-cni' });
    await world.settle();
    expect(describeWeb(world).status).toBe('ACTIVE');
    const spanOf = (kind: string) => world.kernel.trace.spans.find((span) => span.kind === kind);
    expect(spanOf('ec2/node-ready')?.requires).toContain(spanOf('eks/addon-create')?.id);
  });

  it('keeps trying while EC2 has no capacity, then fails and says why', async () => {
    const world = await worldWithCluster();
    world.network.refusal = NO_CAPACITY;
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    expect(describeWeb(world)).toMatchObject({
      status: 'CREATE_FAILED',
      health: {
        issues: [
          {
            code: 'AsgInstanceLaunchFailures',
            message:
              'Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient capacity. Launching EC2 instance failed.',
          },
        ],
      },
    });
    // Auto Scaling's own words in the activities of a node group's launch, which EKS repeats.
    const [group] = world.eks.inCluster.scalingGroups(() => true);
    expect(group?.attempts[0]?.failure).toMatch(
      /^Could not launch On-Demand Instances\. InsufficientInstanceCapacity - We currently/,
    );
  });
});

describe('DeleteNodegroup', () => {
  it('ends the nodes and takes their role out', async () => {
    const world = await withGroup();
    world.call('DeleteNodegroup', web);
    await world.settle();
    expect(world.network.instances.size).toBe(0);
    expect(world.refusal('DescribeNodegroup', web).message).toBe('No node group found for name: web.');
    expect(
      world.refusal('DescribeAccessEntry', { clusterName: 'shop', principalArn: role('node') }).code,
    ).toBe('ResourceNotFoundException');
  });

  it('leaves no instance of a group that was still being made, or never came up', async () => {
    const world = await worldWithCluster();
    world.call('CreateNodegroup', NODEGROUP);
    world.call('DeleteAccessEntry', { clusterName: 'shop', principalArn: role('node') });
    world.call('CreateNodegroup', { ...NODEGROUP, nodegroupName: 'api', nodeRole: role('other-node') });
    await world.settle(2.5 * 60_000);
    world.call('DeleteNodegroup', { clusterName: 'shop', nodegroupName: 'api' });
    await world.settle();
    expect(describeWeb(world).status).toBe('CREATE_FAILED');
    expect(world.network.instances.size).toBe(2);
    world.call('DeleteNodegroup', web);
    await world.settle();
    expect(world.network.instances.size).toBe(0);
    expect(world.call('ListNodegroups', { clusterName: 'shop' })).toEqual({ nodegroups: [] });
  });

  it('fails while something uses its security group', async () => {
    const world = await withGroup({ remoteAccess: { ec2SshKey: 'key' } });
    world.network.groupsInUse.add(describeWeb(world).resources?.remoteAccessSecurityGroup ?? '');
    world.call('DeleteNodegroup', web);
    await world.settle();
    expect(describeWeb(world)).toMatchObject({
      status: 'DELETE_FAILED',
      health: { issues: [{ code: 'Ec2SecurityGroupDeletionFailure' }] },
    });
  });
});
