import { describe, expect, it } from '@jest/globals';
import { extraDifferences } from '../../../domain/observe/extra-contents.ts';
import type { Inventory } from '../../../domain/observe/inventory.ts';
import type { DescribedCluster } from '../../../domain/ports/eks.ts';

import { contentsOf } from '../desired/contents.fixtures.ts';
import { account, configOf } from '../desired/fixtures.ts';

const NONE: Inventory = {
  nodeGroup: [],
  fargateProfile: [],
  addon: [],
  accessEntry: [],
  podIdentityAssociation: [],
  identityProviderConfig: [],
  capability: [],
};
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** The paths of contents that are there and that the document does not name. */
function extras(more: Record<string, unknown>, there: Partial<Inventory>, nodeRoleArn?: string) {
  const resources = contentsOf(more);
  const cluster = (nodeRoleArn ? { computeConfig: { enabled: true, nodeRoleArn } } : {}) as DescribedCluster;
  const contents = { resources, stacks: { describe: async () => undefined }, stackOutputs: {} };
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
      nodeGroup: ['batch'],
      fargateProfile: ['jobs'],
      addon: ['adot'],
      accessEntry: [role('somebody')],
      podIdentityAssociation: ['shop/cart'],
      identityProviderConfig: ['okta'],
      capability: ['argocd'],
    };
    expect(extras({}, there).sort()).toEqual([
      `accessEntry/${role('somebody')}`,
      'addon/adot',
      'capability/argocd',
      'fargateProfile/jobs',
      'identityProviderConfig/okta',
      'nodeGroup/batch',
      'podIdentityAssociation/shop/cart',
    ]);
  });

  it('is not what the document names', () => {
    const more = { managedNodeGroups: [{ name: 'web' }] };
    expect(extras(more, { nodeGroup: ['web'], addon: ['coredns'] })).toEqual([]);
  });

  it('is no entry that EKS makes for what runs with its role, nor one of the fleet or of AWS', () => {
    const more = {
      managedNodeGroups: [{ name: 'web', iam: { instanceRoleARN: role('nodes') } }],
      fargateProfiles: [
        { name: 'jobs', selectors: [{ namespace: 'jobs' }], podExecutionRoleARN: role('pods') },
      ],
      capabilities: [{ name: 'ack', type: 'ACK', roleArn: role('ack') }],
    };
    const accessEntry = [
      ...['nodes', 'pods', 'ack'].map(role),
      role('eks-fleet/eks-fleet-prod-clusters'),
      role('aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS'),
    ];
    expect(extras(more, { accessEntry })).toEqual([]);
    expect(extras({}, { accessEntry }).length).toBe(3);
  });

  it('is no entry of Auto Mode’s nodes, also while a cluster sleeps without its own pools', () => {
    const auto = { autoModeConfig: { enabled: true } };
    const own = role('eks-fleet/shop-us-west-2-auto-mode-node');
    expect(extras(auto, { accessEntry: [own] })).toEqual([]);
    expect(extras(auto, { accessEntry: [role('auto')] }, role('auto'))).toEqual([]);
    expect(extras({}, { accessEntry: [own] })).toEqual([`accessEntry/${own}`]);
  });
});
