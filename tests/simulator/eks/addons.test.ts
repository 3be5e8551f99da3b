import type { Addon, AddonInfo, Update } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { NODEGROUP, role, type World, worldWithCluster } from './world.ts';

const coredns = { clusterName: 'shop', addonName: 'coredns' };
const describeAddon = (world: World, addonName = 'coredns') =>
  world.call<{ addon: Addon }>('DescribeAddon', { clusterName: 'shop', addonName }).addon;

async function withAddon(request: Record<string, unknown> = coredns): Promise<World> {
  const world = await worldWithCluster({ version: '1.34' });
  world.call('CreateNodegroup', NODEGROUP);
  await world.settle();
  world.call('CreateAddon', { clusterName: 'shop', ...request });
  await world.settle();
  return world;
}

describe('an add-on that needs nodes', () => {
  it('is CREATING, then DEGRADED without nodes, and ACTIVE once there are some', async () => {
    const world = await worldWithCluster();
    expect(world.call<{ addon: Addon }>('CreateAddon', coredns).addon.status).toBe('CREATING');
    await world.settle();
    expect(describeAddon(world)).toMatchObject({
      status: 'DEGRADED',
      health: {
        issues: [
          {
            code: 'InsufficientNumberOfReplicas',
            message: "The add-on is unhealthy because it doesn't have the desired number of replicas.",
          },
        ],
      },
    });
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    expect(describeAddon(world)).toMatchObject({ status: 'ACTIVE', health: { issues: [] } });
  });

  it('ends its span with the node that let it run', async () => {
    const world = await worldWithCluster();
    world.call('CreateNodegroup', NODEGROUP);
    world.call('CreateAddon', coredns);
    await world.settle();
    const span = world.kernel.trace.spans.find(({ kind }) => kind === 'eks/addon-create');
    const ready = world.kernel.trace.spans.find(({ kind }) => kind === 'ec2/node-ready');
    expect(span?.requires).toContain(ready?.id);
    expect(span?.endedAt).toBeGreaterThan(ready?.endedAt ?? 0);
  });

  const driver = 'aws-ebs-csi-driver';
  const agent = { clusterName: 'shop', addonName: 'eks-pod-identity-agent' };
  const associated = {
    addonName: driver,
    podIdentityAssociations: [{ serviceAccount: 'ebs-csi-controller-sa', roleArn: role('pod') }],
  };

  it('ends as CREATE_FAILED where its pods crash for want of a role', async () => {
    const crashed = await withAddon({ addonName: driver });
    expect(describeAddon(crashed, driver)).toMatchObject({
      status: 'CREATE_FAILED',
      health: {
        issues: [
          { code: 'InsufficientNumberOfReplicas', message: expect.stringContaining('CrashLoopBackOff') },
        ],
      },
    });
    // Credentials of Pod Identity come from its agent.
    expect(describeAddon(await withAddon(associated), driver).status).toBe('CREATE_FAILED');
    const other = await withAddon({ addonName: driver, serviceAccountRoleArn: role('fargate') });
    expect(describeAddon(other, driver).status).toBe('CREATE_FAILED');
  });

  it('runs where it has a role, or its nodes have one that pods can reach', async () => {
    const given = await withAddon({ addonName: driver, serviceAccountRoleArn: role('pod') });
    expect(describeAddon(given, driver).status).toBe('ACTIVE');

    const world = await worldWithCluster();
    world.call('CreateNodegroup', NODEGROUP);
    world.call('CreateAddon', agent);
    world.call('CreateAddon', { clusterName: 'shop', ...associated });
    await world.settle();
    expect(describeAddon(world, driver).status).toBe('ACTIVE');

    const onNodes = await worldWithCluster();
    const group = { ...NODEGROUP, nodeRole: role('other-node') };
    onNodes.call('CreateNodegroup', group);
    onNodes.call('CreateAddon', { clusterName: 'shop', addonName: driver });
    await onNodes.settle();
    expect(describeAddon(onNodes, driver).status).toBe('ACTIVE');

    const hidden = await worldWithCluster();
    const near = { MetadataOptions: { HttpPutResponseHopLimit: 1 } };
    for (const id of ['near', 'lt-1']) hidden.network.templates.set(id, near);
    hidden.call('CreateNodegroup', { ...group, launchTemplate: { name: 'near' } });
    hidden.call('CreateAddon', { clusterName: 'shop', addonName: driver });
    await hidden.settle();
    expect(describeAddon(hidden, driver).status).toBe('CREATE_FAILED');
  });

  it('does not run on nodes that repel it, or on Windows', async () => {
    const world = await worldWithCluster();
    const taints = [{ key: 'gpu', value: 'true', effect: 'NO_SCHEDULE' }];
    world.call('CreateNodegroup', { ...NODEGROUP, taints });
    world.call('CreateNodegroup', {
      ...NODEGROUP,
      nodegroupName: 'windows',
      amiType: 'WINDOWS_CORE_2022_x86_64',
      nodeRole: role('other-node'),
    });
    world.call('CreateAddon', coredns);
    await world.settle();
    expect(describeAddon(world).status).toBe('DEGRADED');
    world.call('UpdateAddon', { ...coredns, configurationValues: 'tolerations: [{ operator: Exists }]' });
    await world.settle();
    expect(describeAddon(world).status).toBe('ACTIVE');
  });

  it('runs on Fargate where a profile selects it and CoreDNS asks for it', async () => {
    const world = await worldWithCluster();
    world.call('CreateFargateProfile', {
      clusterName: 'shop',
      fargateProfileName: 'system',
      podExecutionRoleArn: role('fargate'),
      selectors: [{ namespace: 'kube-system' }],
    });
    world.call('CreateAddon', { ...coredns, configurationValues: '{"computeType":"Fargate"}' });
    world.call('CreateAddon', { clusterName: 'shop', addonName: 'eks-pod-identity-agent' });
    await world.settle();
    expect(describeAddon(world).status).toBe('ACTIVE');
  });

  it('makes Auto Mode start a node', async () => {
    const world = await worldWithCluster({
      computeConfig: { enabled: true, nodePools: ['system'], nodeRoleArn: role('node') },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    });
    world.call('CreateAddon', { clusterName: 'shop', addonName: 'metrics-server' });
    await world.settle();
    expect(describeAddon(world, 'metrics-server').status).toBe('ACTIVE');
    expect(world.network.instances.size).toBe(1);
    world.call('DeleteCluster', { name: 'shop' });
    await world.settle();
    expect(world.network.instances.size).toBe(0);
  });

  it('waits for a pool of Auto Mode, however late it comes', async () => {
    const world = await worldWithCluster({
      computeConfig: { enabled: true, nodePools: [] },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    });
    world.call('CreateAddon', { clusterName: 'shop', addonName: 'metrics-server' });
    await world.settle();
    expect(describeAddon(world, 'metrics-server').status).toBe('DEGRADED');
    world.call('UpdateClusterConfig', {
      name: 'shop',
      computeConfig: { enabled: true, nodePools: ['system'], nodeRoleArn: role('node') },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    });
    await world.settle();
    expect(describeAddon(world, 'metrics-server').status).toBe('ACTIVE');
  });
});

describe('an add-on', () => {
  it('that runs on every node needs none', async () => {
    const world = await worldWithCluster();
    world.call('CreateAddon', { clusterName: 'shop', addonName: 'vpc-cni' });
    await world.settle();
    expect(describeAddon(world, 'vpc-cni').status).toBe('ACTIVE');
  });

  it('cannot be there twice, in a version or under a name that is not offered', async () => {
    const world = await withAddon();
    const refusal = (request: Record<string, unknown>) =>
      world.refusal('CreateAddon', { ...coredns, ...request }).message;
    expect(refusal({})).toBe('Addon already exists.');
    expect(refusal({ addonName: 'none' })).toBe(
      'Addon none specified is not supported in 1.34 kubernetes version',
    );
    expect(refusal({ addonName: 'vpc-cni', addonVersion: 'v0.0.1-eksbuild.1' })).toBe(
      'Addon version specified is not supported',
    );
  });

  it('refuses configuration that its schema does not know', async () => {
    const world = await worldWithCluster();
    expect(world.refusal('CreateAddon', { ...coredns, configurationValues: '{"replicas":3}' }).message).toBe(
      'ConfigurationValue provided in request is not supported: Json schema validation failed with error: [$.replicas: is not defined in the schema and the schema does not allow additional properties]',
    );
  });

  it('cannot be updated while it is being made or changed', async () => {
    const world = await worldWithCluster();
    world.call('CreateAddon', coredns);
    expect(world.refusal('UpdateAddon', coredns)).toEqual({
      code: 'ResourceInUseException',
      message: 'Addon coredns cannot be updated as it is currently in CREATING state',
      clusterName: 'shop',
      addonName: 'coredns',
    });
  });

  it('takes a new version and configuration by an update of its own', async () => {
    const world = await withAddon({ ...coredns, addonVersion: 'v1.12.1-eksbuild.2' });
    const { update } = world.call<{ update: Update }>('UpdateAddon', {
      ...coredns,
      addonVersion: 'v1.12.4-eksbuild.1',
      configurationValues: 'replicaCount: 3',
    });
    expect(update.params).toEqual([
      { type: 'AddonVersion', value: 'v1.12.4-eksbuild.1' },
      { type: 'ConfigurationValues', value: 'replicaCount: 3' },
    ]);
    await world.settle();
    expect(describeAddon(world)).toMatchObject({
      status: 'ACTIVE',
      addonVersion: 'v1.12.4-eksbuild.1',
      configurationValues: 'replicaCount: 3',
    });
    const scope = { name: 'shop', updateId: update.id, addonName: 'coredns' };
    expect(world.call('DescribeUpdate', scope)).toMatchObject({ update: { status: 'Successful' } });
  });

  it('stops at fields that someone edited unless it may overwrite them', async () => {
    const world = await worldWithCluster();
    world.eks.inCluster.editAddon('shop', 'vpc-cni', ['DaemonSet.apps aws-node - .spec']);
    world.call('CreateAddon', { clusterName: 'shop', addonName: 'vpc-cni' });
    await world.settle();
    expect(describeAddon(world, 'vpc-cni')).toMatchObject({
      status: 'CREATE_FAILED',
      health: { issues: [{ code: 'ConfigurationConflict' }] },
    });
    world.call('UpdateAddon', { clusterName: 'shop', addonName: 'vpc-cni', resolveConflicts: 'OVERWRITE' });
    await world.settle();
    expect(describeAddon(world, 'vpc-cni').status).toBe('ACTIVE');
  });

  it('owns its Pod Identity associations and takes them along', async () => {
    const world = await withAddon({
      addonName: 'vpc-cni',
      podIdentityAssociations: [{ serviceAccount: 'aws-node', roleArn: role('pod') }],
    });
    const list = () =>
      world.call<{ associations: { associationId: string; ownerArn: string }[] }>(
        'ListPodIdentityAssociations',
        {
          clusterName: 'shop',
        },
      ).associations;
    const [owned] = list();
    expect(owned?.ownerArn).toBe(describeAddon(world, 'vpc-cni').addonArn);
    expect(
      world.refusal('DeletePodIdentityAssociation', {
        clusterName: 'shop',
        associationId: owned?.associationId,
      }).code,
    ).toBe('InvalidParameterException');
    world.call('DeleteAddon', { clusterName: 'shop', addonName: 'vpc-cni' });
    await world.settle();
    expect(list()).toEqual([]);
  });

  it('is offered in versions for each Kubernetes minor, one of them the default', async () => {
    const world = await worldWithCluster();
    const { addons } = world.call<{ addons: AddonInfo[] }>('DescribeAddonVersions', {
      kubernetesVersion: '1.34',
    });
    expect(addons.length).toBeGreaterThan(15);
    for (const addon of addons) {
      const compatibilities = addon.addonVersions?.flatMap((version) => version.compatibilities ?? []);
      expect(compatibilities?.every(({ clusterVersion }) => clusterVersion === '1.34')).toBe(true);
      expect(compatibilities?.filter(({ defaultVersion }) => defaultVersion)).toHaveLength(1);
    }
    const { configurationSchema } = world.call<{ configurationSchema: string }>(
      'DescribeAddonConfiguration',
      {
        addonName: 'coredns',
        addonVersion: 'v1.12.4-eksbuild.1',
      },
    );
    expect(JSON.parse(configurationSchema)).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
