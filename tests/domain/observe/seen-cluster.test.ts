import { expect, it } from '@jest/globals';
import { readInventory } from '../../../domain/observe/inventory.ts';
import { readSeenCluster, type SeenPorts } from '../../../domain/observe/seen-cluster.ts';
import type { DescribedCluster } from '../../../domain/ports/eks.ts';

it('reads all that EKS lists of a cluster, but what is gone meanwhile', async () => {
  const ports = {
    contents: {
      list: async (kind: string) => [`${kind} that is there`, 'gone'],
      read: async (kind: string, cluster: string, name: string) =>
        name === 'gone' ? undefined : { kind, cluster, name },
    },
    network: { subnets: async (ids: readonly string[]) => ids.map((SubnetId) => ({ SubnetId })) },
  } as unknown as SeenPorts;
  const cluster = {
    name: 'shop',
    resourcesVpcConfig: { subnetIds: ['subnet-1'] },
  } as unknown as DescribedCluster;
  const there = (kind: string) => [{ kind, cluster: 'shop', name: `${kind} that is there` }];
  expect(await readSeenCluster(cluster, 'us-west-2', ports)).toEqual({
    cluster,
    region: 'us-west-2',
    subnets: [{ SubnetId: 'subnet-1' }],
    contents: {
      nodeGroup: there('nodeGroup'),
      fargateProfile: there('fargateProfile'),
      addon: there('addon'),
      accessEntry: there('accessEntry'),
      podIdentityAssociation: there('podIdentityAssociation'),
      identityProviderConfig: there('identityProviderConfig'),
      capability: there('capability'),
    },
  });
});

it('is not of a cluster that is gone by then', async () => {
  const contents = { list: async () => undefined, read: async () => undefined };
  await expect(readInventory('shop', contents)).rejects.toMatchObject({ name: 'NotFound' });
});
