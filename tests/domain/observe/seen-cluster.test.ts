import { expect, it } from '@jest/globals';
import { readSeenCluster, type SeenPorts } from '../../../domain/observe/seen-cluster.ts';
import type { DescribedCluster } from '../../../domain/ports/eks.ts';

/** Answers each name with itself, but nothing for what is gone by the time that it is looked at. */
const look = async (_: string, name: string) => (name === 'gone' ? undefined : { is: name });
const names = ['gone', 'there'];

it('reads all that EKS lists of a cluster, but what is gone meanwhile and what belongs to add-ons', async () => {
  const ports = {
    inventory: {
      list: async () => ({
        nodeGroups: names,
        fargateProfiles: names,
        addons: names,
        accessEntries: names,
        podIdentityAssociations: [
          { namespace: 'shop', serviceAccount: 'cart' },
          { namespace: 'gone', serviceAccount: 'cart' },
          { namespace: 'kube-system', serviceAccount: 'aws-node', ownerArn: 'arn:addon' },
        ],
        identityProviders: names,
        capabilities: names,
      }),
    },
    network: { subnets: async (ids: readonly string[]) => ids.map((SubnetId) => ({ SubnetId })) },
    contents: {
      nodeGroup: look,
      fargateProfile: look,
      addon: look,
      accessEntry: look,
      podIdentityAssociation: look,
      identityProvider: look,
      capability: look,
    },
  } as unknown as SeenPorts;
  const cluster = {
    name: 'shop',
    resourcesVpcConfig: { subnetIds: ['subnet-1'] },
  } as unknown as DescribedCluster;
  const there = [{ is: 'there' }];
  expect(await readSeenCluster(cluster, 'us-west-2', ports)).toEqual({
    cluster,
    region: 'us-west-2',
    subnets: [{ SubnetId: 'subnet-1' }],
    nodeGroups: there,
    fargateProfiles: there,
    addons: there,
    accessEntries: there,
    podIdentityAssociations: [{ is: 'shop', namespace: 'shop', serviceAccount: 'cart' }],
    identityProviders: there,
    capabilities: there,
  });
});
