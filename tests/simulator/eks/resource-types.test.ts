import { describe, expect, it } from '@jest/globals';
import type { Properties, ResourceProvider } from '../../../simulator/service.ts';
import { resourceContext } from '../resource-context.ts';
import { role, type World, worldWithCluster } from './world.ts';

const context = {
  ...resourceContext('Part'),
  tags: { team: 'web', 'aws:cloudformation:stack-name': 'fleet' },
};

function providerOf(world: World, type: string): ResourceProvider {
  const provider = world.eks.resourceTypes?.[`AWS::EKS::${type}`];
  if (!provider) throw new Error(`no provider of ${type}`);
  return provider;
}

/** Runs a handler's work to its end in virtual time. */
async function done<T>(world: World, work: Promise<T>): Promise<T> {
  const settled = Promise.allSettled([work]);
  await world.settle();
  await settled;
  return work;
}

const create = (world: World, type: string, properties: Properties) =>
  done(world, providerOf(world, type).create(properties, context));

const GROUP = {
  ClusterName: 'shop',
  NodegroupName: 'web',
  NodeRole: role('node'),
  Subnets: ['subnet-a', 'subnet-b'],
  Labels: { 'Example.com/Tier': 'front' },
  ScalingConfig: { MinSize: 1, MaxSize: '3', DesiredSize: 2 },
  Version: '1.33',
};
const OLD = { version: '1.33' };

describe('AWS::EKS::Cluster', () => {
  it('is complete when the cluster is active, and gone when the stack is', async () => {
    const world = await worldWithCluster();
    const properties = {
      Name: 'second',
      RoleArn: role('cluster'),
      Version: '1.33',
      AccessConfig: { AuthenticationMode: 'API' },
      ResourcesVpcConfig: { SubnetIds: ['subnet-a', 'subnet-b'], EndpointPrivateAccess: 'true' },
      Logging: { ClusterLogging: { EnabledTypes: [{ Type: 'audit' }] } },
      Tags: [{ Key: 'Owner', Value: 'shop' }],
    };
    const made = await create(world, 'Cluster', properties);
    const { cluster } = world.call<{ cluster: Record<string, unknown> }>('DescribeCluster', {
      name: 'second',
    });
    expect(cluster).toMatchObject({
      status: 'ACTIVE',
      version: '1.33',
      tags: { Owner: 'shop', team: 'web' },
      resourcesVpcConfig: { endpointPrivateAccess: true },
    });
    expect(JSON.stringify(cluster.logging)).toContain('{"types":["audit"],"enabled":true}');
    expect(made).toMatchObject({
      physicalId: 'second',
      attributes: { Arn: cluster.arn, Endpoint: cluster.endpoint },
    });
    const provider = providerOf(world, 'Cluster');
    await done(world, provider.update('second', { ...properties, Version: '1.34' }, properties, context));
    expect(world.call('DescribeCluster', { name: 'second' })).toMatchObject({ cluster: { version: '1.34' } });
    await done(world, provider.delete('second', properties, context));
    expect(world.call('ListClusters', {})).toEqual({ clusters: ['shop'] });
  });

  it('ends by name at a change that is not modelled', async () => {
    const world = await worldWithCluster();
    const properties = { Name: 'shop', RoleArn: role('cluster') };
    const changed = { ...properties, UpgradePolicy: { SupportType: 'STANDARD' } };
    const update = providerOf(world, 'Cluster').update('shop', changed, properties, context);
    await expect(update).rejects.toThrow('a change of UpgradePolicy of AWS::EKS::Cluster is not simulated');
  });
});

describe('AWS::EKS::Nodegroup', () => {
  const describeGroup = (world: World) =>
    world.call('DescribeNodegroup', { clusterName: 'shop', nodegroupName: 'web' });

  it('is scaled and brought to another version by the stack', async () => {
    const world = await worldWithCluster(OLD);
    const made = await create(world, 'Nodegroup', GROUP);
    expect(made.physicalId).toBe('shop/web');
    expect(describeGroup(world)).toMatchObject({
      nodegroup: {
        status: 'ACTIVE',
        labels: GROUP.Labels,
        scalingConfig: { maxSize: 3 },
        tags: { team: 'web' },
      },
    });
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.34' });
    await world.settle();
    const scalingConfig = { MinSize: 1, MaxSize: 4, DesiredSize: 4 };
    const after = { ...GROUP, Version: '1.34', ForceUpdateEnabled: true, ScalingConfig: scalingConfig };
    await done(world, providerOf(world, 'Nodegroup').update('shop/web', after, GROUP, context));
    expect(describeGroup(world)).toMatchObject({
      nodegroup: { status: 'ACTIVE', version: '1.34', scalingConfig: { desiredSize: 4 } },
    });
    await done(world, providerOf(world, 'Nodegroup').delete('shop/web', after, context));
    expect(world.call('ListNodegroups', { clusterName: 'shop' })).toEqual({ nodegroups: [] });
  });

  it('leaves nothing behind where its nodes never come', async () => {
    const endpoint = { endpointPrivateAccess: true, endpointPublicAccess: false };
    const resourcesVpcConfig = { subnetIds: ['subnet-a', 'subnet-b'], ...endpoint };
    const world = await worldWithCluster({ ...OLD, resourcesVpcConfig });
    world.network.shutOut = true;
    await expect(create(world, 'Nodegroup', GROUP)).rejects.toThrow(/failed to join/);
    expect(world.call('ListNodegroups', { clusterName: 'shop' })).toEqual({ nodegroups: [] });
  });

  it('is refused as EKS refuses it', async () => {
    const world = await worldWithCluster(OLD);
    const properties = { ...GROUP, ScalingConfig: { MinSize: 3, MaxSize: 1, DesiredSize: 2 } };
    await expect(create(world, 'Nodegroup', properties)).rejects.toThrow("minSize can't be greater");
  });
});

describe('parts of a cluster in a stack', () => {
  it('makes an add-on, changes its role, and deletes it', async () => {
    const world = await worldWithCluster();
    const properties = { ClusterName: 'shop', AddonName: 'vpc-cni', PreserveOnDelete: 'true' };
    const made = await create(world, 'Addon', properties);
    expect(made.attributes.Arn).toMatch(/:addon\/shop\/vpc-cni\//);
    const after = { ...properties, ServiceAccountRoleArn: role('pod') };
    await done(world, providerOf(world, 'Addon').update(made.physicalId, after, properties, context));
    expect(world.call('DescribeAddon', { clusterName: 'shop', addonName: 'vpc-cni' })).toMatchObject({
      addon: { status: 'ACTIVE', serviceAccountRoleArn: role('pod') },
    });
    await done(world, providerOf(world, 'Addon').delete(made.physicalId, after, context));
    expect(world.call('ListAddons', { clusterName: 'shop' })).toEqual({ addons: [] });
  });

  it('makes a Fargate profile with selectors whose labels are pairs', async () => {
    const world = await worldWithCluster();
    const made = await create(world, 'FargateProfile', {
      ClusterName: 'shop',
      FargateProfileName: 'jobs',
      PodExecutionRoleArn: role('fargate'),
      Subnets: ['subnet-a'],
      Selectors: [{ Namespace: 'jobs', Labels: [{ Key: 'Size', Value: 'small' }] }],
    });
    expect(made.physicalId).toBe('shop|jobs');
    expect(
      world.call('DescribeFargateProfile', { clusterName: 'shop', fargateProfileName: 'jobs' }),
    ).toMatchObject({
      fargateProfile: { status: 'ACTIVE', selectors: [{ namespace: 'jobs', labels: { Size: 'small' } }] },
    });
  });

  it('makes a pod identity association and gives it up', async () => {
    const world = await worldWithCluster();
    const properties = {
      ClusterName: 'shop',
      Namespace: 'web',
      ServiceAccount: 'cart',
      RoleArn: role('pod'),
    };
    const made = await create(world, 'PodIdentityAssociation', properties);
    expect(made.physicalId).toBe(made.attributes.AssociationArn);
    const list = () =>
      world.call<{ associations: unknown[] }>('ListPodIdentityAssociations', { clusterName: 'shop' });
    expect(list().associations).toMatchObject([{ namespace: 'web', serviceAccount: 'cart' }]);
    await done(
      world,
      providerOf(world, 'PodIdentityAssociation').delete(made.physicalId, properties, context),
    );
    expect(list().associations).toEqual([]);
  });
});
