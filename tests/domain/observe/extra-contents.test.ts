import { describe, expect, it } from '@jest/globals';
import { extraDifferences } from '../../../domain/observe/extra-contents.ts';
import type { DescribedCluster } from '../../../domain/ports/eks.ts';
import type { Inventory } from '../../../domain/ports/inventory.ts';
import { contentsOf } from '../desired/contents.fixtures.ts';
import { account, configOf } from '../desired/fixtures.ts';

const NONE: Inventory = {
  nodeGroups: [],
  fargateProfiles: [],
  addons: [],
  accessEntries: [],
  podIdentityAssociations: [],
  identityProviders: [],
  capabilities: [],
};
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** The paths of what is there and that a document of these contents does not name. */
function extras(more: Record<string, unknown>, there: Partial<Inventory>, nodeRoleArn?: string) {
  const resources = contentsOf(more);
  const cluster = (nodeRoleArn ? { computeConfig: { enabled: true, nodeRoleArn } } : {}) as DescribedCluster;
  const contents = { resources, stacks: new Map(), stackOutputs: {} };
  const found = extraDifferences(contents, { ...NONE, ...there }, cluster, {
    config: configOf(more),
    account,
  });
  for (const difference of found) expect(difference).toMatchObject({ wanted: 'nothing', found: 'there' });
  return found.map(({ path }) => path);
}

describe('what is there and no document names', () => {
  it('is told of each kind', () => {
    const there: Inventory = {
      nodeGroups: ['batch'],
      fargateProfiles: ['jobs'],
      addons: ['adot'],
      accessEntries: [role('somebody')],
      podIdentityAssociations: [{ namespace: 'shop', serviceAccount: 'cart' }],
      identityProviders: ['okta'],
      capabilities: ['argocd'],
    };
    expect(extras({}, there)).toEqual([
      'nodeGroup/batch',
      'fargateProfile/jobs',
      'addon/adot',
      'podIdentityAssociation/shop/cart',
      'identityProviderConfig/okta',
      'capability/argocd',
      `accessEntry/${role('somebody')}`,
    ]);
  });

  it('is not what the document names, nor an association that belongs to an add-on', () => {
    const more = { managedNodeGroups: [{ name: 'web' }] };
    const ownerArn = 'arn:aws:eks:us-west-2:111122223333:addon/shop/vpc-cni/1';
    const podIdentityAssociations = [{ namespace: 'kube-system', serviceAccount: 'aws-node', ownerArn }];
    expect(extras(more, { nodeGroups: ['web'], addons: ['coredns'], podIdentityAssociations })).toEqual([]);
  });

  it('is no entry that EKS makes for what runs with its role, nor one of the fleet or of AWS', () => {
    const more = {
      managedNodeGroups: [{ name: 'web', iam: { instanceRoleARN: role('nodes') } }],
      fargateProfiles: [
        { name: 'jobs', selectors: [{ namespace: 'jobs' }], podExecutionRoleARN: role('pods') },
      ],
      capabilities: [{ name: 'ack', type: 'ACK', roleArn: role('ack') }],
    };
    const accessEntries = [
      ...['nodes', 'pods', 'ack'].map(role),
      role('eks-fleet/eks-fleet-prod-clusters'),
      role('aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS'),
    ];
    expect(extras(more, { accessEntries })).toEqual([]);
    expect(extras({}, { accessEntries }).length).toBe(3);
  });

  it('is no entry of Auto Mode’s nodes, also while a cluster sleeps without its own pools', () => {
    const auto = { autoModeConfig: { enabled: true } };
    const own = role('eks-fleet/shop-us-west-2-auto-mode-node');
    expect(extras(auto, { accessEntries: [own] })).toEqual([]);
    expect(extras(auto, { accessEntries: [role('auto')] }, role('auto'))).toEqual([]);
    expect(extras({}, { accessEntries: [own] })).toEqual([`accessEntry/${own}`]);
  });
});
