import { describe, expect, it } from '@jest/globals';
import type { ResourceContext, ResourceProvider } from '../../../simulator/service.ts';
import { administrator, role, type World, worldWithCluster } from './world.ts';

const context: ResourceContext = {
  stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/nodes/1',
  stackName: 'nodes',
  logicalId: 'AccessEntry',
  tags: { team: 'web', 'aws:cloudformation:stack-name': 'nodes' },
  caller: administrator,
  authorize: () => undefined,
};
const properties = { ClusterName: 'shop', PrincipalArn: role('node'), Type: 'EC2_LINUX' };

/** Runs a provider's work to its end in virtual time. */
async function done<T>(world: World, work: Promise<T>): Promise<T> {
  await world.settle();
  return work;
}

const providerOf = (world: World): ResourceProvider => {
  const provider = world.eks.resourceTypes?.['AWS::EKS::AccessEntry'];
  if (!provider) throw new Error('no provider');
  return provider;
};

describe('AWS::EKS::AccessEntry', () => {
  it('lets nodes of a stack join while the stack is there', async () => {
    const world = await worldWithCluster();
    const provider = providerOf(world);
    expect(world.eks.inCluster.mayJoin('shop', role('node'))).toBe(false);
    const made = await done(world, provider.create(properties, context));
    expect(made.physicalId).toBe(`${role('node')}|shop`);
    expect(made.attributes.AccessEntryArn).toMatch(/:access-entry\/shop\/role\//);
    expect(
      world.call('DescribeAccessEntry', { clusterName: 'shop', principalArn: role('node') }),
    ).toMatchObject({ accessEntry: { type: 'EC2_LINUX', tags: { team: 'web' } } });
    expect(world.eks.inCluster.mayJoin('shop', role('node'))).toBe(true);
    await done(world, provider.delete(made.physicalId, properties, context));
    expect(world.eks.inCluster.mayJoin('shop', role('node'))).toBe(false);
  });

  it('follows changed groups and policies', async () => {
    const world = await worldWithCluster();
    const provider = providerOf(world);
    const policy = (name: string) => ({
      PolicyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
      AccessScope: { Type: 'cluster' },
    });
    const before = {
      ClusterName: 'shop',
      PrincipalArn: role('person'),
      AccessPolicies: [policy('AmazonEKSViewPolicy')],
    };
    const after = { ...before, KubernetesGroups: ['ops'], AccessPolicies: [policy('AmazonEKSEditPolicy')] };
    const made = await done(world, provider.create(before, context));
    await done(world, provider.update(made.physicalId, after, before, context));
    const key = { clusterName: 'shop', principalArn: role('person') };
    expect(world.call('DescribeAccessEntry', key)).toMatchObject({
      accessEntry: { kubernetesGroups: ['ops'] },
    });
    expect(world.call('ListAssociatedAccessPolicies', key)).toMatchObject({
      associatedAccessPolicies: [{ policyArn: policy('AmazonEKSEditPolicy').PolicyArn }],
    });
  });
});
