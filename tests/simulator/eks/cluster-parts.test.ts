import type { Capability, FargateProfile, PodIdentityAssociation, Update } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { NODEGROUP, role, type World, worldWithCluster } from './world.ts';

const shop = { clusterName: 'shop' };
const profile = (fargateProfileName: string, more: Record<string, unknown> = {}) => ({
  ...shop,
  fargateProfileName,
  podExecutionRoleArn: role('fargate'),
  selectors: [{ namespace: fargateProfileName }],
  ...more,
});

describe('Fargate profiles', () => {
  it('are made and deleted one at a time', async () => {
    const world = await worldWithCluster();
    world.call('CreateFargateProfile', profile('first'));
    expect(world.refusal('CreateFargateProfile', profile('second'))).toMatchObject({
      code: 'ResourceInUseException',
      message:
        'Cannot create Fargate Profile second because cluster shop currently has Fargate profile first in status CREATING',
    });
    await world.settle();
    world.call('CreateFargateProfile', profile('second'));
    await world.settle();
    world.call('DeleteFargateProfile', { ...shop, fargateProfileName: 'first' });
    expect(world.refusal('DeleteFargateProfile', { ...shop, fargateProfileName: 'second' }).message).toBe(
      'Cannot Delete Fargate Profile second because cluster shop currently has Fargate profile first in status DELETING',
    );
    await world.settle();
    expect(world.call('ListFargateProfiles', shop)).toEqual({ fargateProfileNames: ['second'] });
  });

  it('could not have begun before the one that was made before them', async () => {
    const world = await worldWithCluster();
    for (const name of ['first', 'second']) {
      world.call('CreateFargateProfile', profile(name));
      await world.settle();
    }
    const [first, second] = world.kernel.trace.spans.filter(
      ({ kind }) => kind === 'eks/fargate-profile-create',
    );
    expect(second?.requires).toContain(first?.id);
  });

  it('take private subnets only', async () => {
    const world = await worldWithCluster();
    const facts = world.network.subnets.get('subnet-a');
    if (facts) world.network.subnets.set('subnet-a', { ...facts, routesToInternetGateway: true });
    expect(world.refusal('CreateFargateProfile', profile('web', { subnets: ['subnet-a'] })).message).toBe(
      'Subnet subnet-a provided in Fargate Profile is not a private subnet',
    );
    const { fargateProfile } = world.call<{ fargateProfile: FargateProfile }>(
      'CreateFargateProfile',
      profile('web'),
    );
    expect(fargateProfile.subnets).toEqual(['subnet-b']);
  });

  it('need a role that Fargate pods may have, and at most five selectors', async () => {
    const world = await worldWithCluster();
    expect(
      world.refusal('CreateFargateProfile', profile('web', { podExecutionRoleArn: role('node') })).message,
    ).toBe(
      'Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal',
    );
    const selectors = Array.from({ length: 6 }, (_, index) => ({ namespace: `n${index}` }));
    expect(world.refusal('CreateFargateProfile', profile('web', { selectors })).code).toBe(
      'InvalidParameterException',
    );
  });
});

describe('Pod Identity associations', () => {
  const association = { ...shop, namespace: 'web', serviceAccount: 'cart', roleArn: role('pod') };

  it('are one for each service account, of a role that pods may have', async () => {
    const world = await worldWithCluster();
    const created = world.call<{ association: PodIdentityAssociation }>(
      'CreatePodIdentityAssociation',
      association,
    );
    expect(created.association.associationId).toMatch(/^a-[a-z0-9]{17}$/);
    expect(world.refusal('CreatePodIdentityAssociation', association).message).toBe(
      `Association already exists: ${created.association.associationId}`,
    );
    expect(
      world.refusal('CreatePodIdentityAssociation', { ...association, namespace: 'b', roleArn: role('node') })
        .message,
    ).toMatch(/^Trust policy of the role provided is invalid\./);
  });
});

describe('capabilities', () => {
  const capability = {
    ...shop,
    capabilityName: 'ack',
    type: 'ACK',
    roleArn: role('capability'),
    deletePropagationPolicy: 'RETAIN',
  };

  it('come up in minutes, are one of a type, and stand in the way of deletion', async () => {
    const world = await worldWithCluster();
    world.call('CreateCapability', capability);
    expect(world.refusal('CreateCapability', { ...capability, capabilityName: 'second' }).code).toBe(
      'ResourceInUseException',
    );
    expect(world.refusal('DeleteCluster', { name: 'shop' }).message).toBe(
      'Cluster has capabilities attached',
    );
    await world.settle();
    const described = world.call<{ capability: Capability }>('DescribeCapability', {
      ...shop,
      capabilityName: 'ack',
    }).capability;
    expect(described).toMatchObject({
      status: 'ACTIVE',
      configuration: { ack: { enableCrossNamespace: false } },
    });
    world.call('DeleteCapability', { ...shop, capabilityName: 'ack' });
    await world.settle();
    expect(world.call('ListCapabilities', shop)).toEqual({ capabilities: [] });
  });
});

describe('identity providers', () => {
  it('are one a cluster, and not the cluster itself', async () => {
    const world = await worldWithCluster();
    const associate = (issuerUrl: string, identityProviderConfigName: string) => ({
      ...shop,
      oidc: { identityProviderConfigName, issuerUrl, clientId: 'kubernetes' },
    });
    const issuer = world.call<{ cluster: { identity: { oidc: { issuer: string } } } }>('DescribeCluster', {
      name: 'shop',
    }).cluster.identity.oidc.issuer;
    expect(world.refusal('AssociateIdentityProviderConfig', associate(issuer, 'own')).message).toBe(
      'Incorrect Identity Provider URL configuration. The Identity Provider URL cannot be same as OpenID Connect (OIDC) issuer URL',
    );
    world.call('AssociateIdentityProviderConfig', associate('https://id.example.com', 'staff'));
    await world.settle();
    const staff = { ...shop, identityProviderConfig: { type: 'oidc', name: 'staff' } };
    expect(world.call('DescribeIdentityProviderConfig', staff)).toMatchObject({
      identityProviderConfig: { oidc: { status: 'ACTIVE', usernameClaim: 'sub' } },
    });
    expect(
      world.refusal('AssociateIdentityProviderConfig', associate('https://other.example.com', 'second')).code,
    ).toBe('InvalidRequestException');
    world.call('DisassociateIdentityProviderConfig', staff);
    await world.settle();
    expect(world.call('ListIdentityProviderConfigs', shop)).toEqual({ identityProviderConfigs: [] });
  });
});

describe('encryption', () => {
  it('is enabled once', async () => {
    const world = await worldWithCluster();
    const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/361001ad-9c5e-42cb-9a09-5de1e80e822f';
    const request = { ...shop, encryptionConfig: [{ resources: ['secrets'], provider: { keyArn } }] };
    const { update } = world.call<{ update: Update }>('AssociateEncryptionConfig', request);
    expect(update).toMatchObject({
      type: 'AssociateEncryptionConfig',
      params: [{ type: 'EncryptionConfig' }],
    });
    await world.settle();
    expect(world.refusal('AssociateEncryptionConfig', request).message).toBe(
      'Encryption is already enabled on the cluster',
    );
  });
});

describe('tags', () => {
  it('can be put on every part, even while the cluster changes, and are at most 50', async () => {
    const world = await worldWithCluster();
    world.call('CreateNodegroup', NODEGROUP);
    const { nodegroup } = world.call<{ nodegroup: { nodegroupArn: string } }>('DescribeNodegroup', {
      ...shop,
      nodegroupName: 'web',
    });
    const resourceArn = nodegroup.nodegroupArn;
    world.call('TagResource', { resourceArn, tags: { team: 'web', tier: '1' } });
    world.call('UntagResource', { resourceArn, tagKeys: ['tier'] });
    expect(world.call('ListTagsForResource', { resourceArn })).toEqual({ tags: { team: 'web' } });
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag-${index}`, '']));
    expect(world.refusal('TagResource', { resourceArn, tags: many }).code).toBe('BadRequestException');
    expect(world.refusal('ListTagsForResource', { resourceArn: `${resourceArn}0` }).code).toBe(
      'NotFoundException',
    );
  });
});

describe('lists', () => {
  const names = (world: World, input: Record<string, unknown>) =>
    world.call<{ accessEntries: string[]; nextToken?: string }>('ListAccessEntries', { ...shop, ...input });

  it('come in pages whose token goes on where the last one ended', async () => {
    const world = await worldWithCluster();
    for (const name of ['person', 'node', 'pod']) {
      world.call('CreateAccessEntry', { ...shop, principalArn: role(name) });
    }
    const first = names(world, { maxResults: 3 });
    expect(first.accessEntries).toHaveLength(3);
    const second = names(world, { maxResults: 3, nextToken: first.nextToken });
    expect(second.accessEntries).toHaveLength(1);
    expect(second.nextToken).toBeUndefined();
    expect(world.refusal('ListAccessEntries', { ...shop, maxResults: 101 }).code).toBe(
      'InvalidParameterException',
    );
    expect(world.refusal('ListAccessEntries', { ...shop, nextToken: 'none' }).code).toBe(
      'InvalidParameterException',
    );
  });
});
