import { describe, expect, it } from '@jest/globals';
import type { PolicyDocument } from '../../../domain/desired/roles/policy-document.ts';
import { desiredRoles } from '../../../domain/desired/roles/roles.ts';
import { contentsOf, find } from './contents.fixtures.ts';
import { account, configOf } from './fixtures.ts';

const iam = (rest: string) => `arn:aws:iam::111122223333:${rest}`;
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const read = aws('AmazonS3ReadOnlyAccess');
const boundary = iam('policy/team');
const own = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }],
};
const tags = { team: 'shop' };
const given = iam('role/given');

const DOCUMENT = {
  iam: {
    withOIDC: true,
    serviceRolePermissionsBoundary: boundary,
    fargatePodExecutionRolePermissionsBoundary: boundary,
    podIdentityAssociations: [
      {
        namespace: 'a',
        serviceAccountName: 'b',
        permissionPolicyARNs: [read],
        permissionPolicy: own,
        permissionPolicyName: 'mine',
        permissionsBoundaryARN: boundary,
        tags,
      },
      { namespace: 'a', serviceAccountName: 'given', roleARN: given },
      { namespace: 'a', serviceAccountName: 'named', roleName: 'named', permissionPolicy: own },
    ],
    serviceAccounts: [
      {
        metadata: { name: 'reader', namespace: 'shop' },
        attachPolicyARNs: [read],
        attachPolicy: own,
        permissionsBoundary: boundary,
        tags,
      },
      {
        metadata: { name: 'any' },
        subjectPattern: 'any-*',
        roleName: 'any-role',
        wellKnownPolicies: { ebsCSIController: true, externalDNS: false },
      },
      { metadata: { name: 'given' }, attachRoleARN: given },
    ],
  },
  addons: [
    { name: 'vpc-cni' },
    { name: 'aws-efs-csi-driver', useDefaultPodIdentityAssociations: true },
    { name: 'adot', attachPolicyARNs: [read], permissionsBoundary: boundary, tags },
    { name: 'mine', attachPolicy: own, namespaceConfig: { namespace: 'own' } },
    { name: 'else', wellKnownPolicies: { ebsCSIController: true, efsCSIController: true } },
    { name: 'given', serviceAccountRoleARN: given },
  ],
  addonsConfig: { disableDefaultAddons: true },
  managedNodeGroups: [
    {
      name: 'web',
      iam: {
        attachPolicyARNs: [read],
        attachPolicy: own,
        instanceRolePermissionsBoundary: boundary,
        withAddonPolicies: { ebs: true },
      },
    },
    { name: 'plain' },
    { name: 'given', iam: { instanceRoleARN: given } },
  ],
  nodeGroups: [{ name: 'own', iam: { instanceRoleName: 'own-role' } }],
  fargateProfiles: [
    { name: 'given', podExecutionRoleARN: given, selectors: [{ namespace: 'given' }] },
    { name: 'jobs', selectors: [{ namespace: 'jobs' }] },
  ],
  capabilities: [
    {
      name: 'ack',
      type: 'ACK',
      attachPolicyARNs: [read],
      attachPolicy: own,
      permissionsBoundary: boundary,
      tags,
    },
    { name: 'kro', type: 'KRO', roleArn: given },
  ],
};

interface Statement {
  readonly Principal: { readonly Service?: readonly string[]; readonly Federated?: string };
  readonly Action: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A trust in one line: who, what beside AssumeRole, and for which source. */
function trustOf(trust: PolicyDocument): string {
  const { Statement: statements, Version } = trust as unknown as {
    Statement: readonly Statement[];
    Version: string;
  };
  expect(Version).toBe('2012-10-17');
  return statements
    .map(({ Principal, Action, Condition }) => {
      const more = Action.filter((action) => action !== 'sts:AssumeRole').map((action) => ` ${action}`);
      const source = Condition?.ArnLike?.['aws:SourceArn'];
      return `${Principal.Service}${more}${source ? ` for ${source}` : ''}`;
    })
    .join('; ');
}

const OF_CLUSTER = 'for arn:aws:eks:us-west-2:111122223333:cluster/shop';
const OF_PODS = `pods.eks.amazonaws.com sts:TagSession ${OF_CLUSTER}`;
const ON_NODES = ['AmazonEC2ContainerRegistryPullOnly', 'AmazonSSMManagedInstanceCore'].map(aws);
const policy = (PolicyName: string) => ({ PolicyName, PolicyDocument: own });

describe('the roles of a document', () => {
  const roles = desiredRoles(configOf(DOCUMENT), account);
  it('are those that it does not give, each with what it needs and no more', () => {
    expect(roles.map(({ trust, ...role }) => ({ ...role, trust: trustOf(trust) }))).toEqual([
      {
        purpose: 'service',
        name: 'shop-us-west-2-service',
        trust: `eks.amazonaws.com ${OF_CLUSTER}`,
        managedPolicyArns: ['AmazonEKSClusterPolicy', 'AmazonEKSVPCResourceController'].map(aws),
        policies: [],
        boundary,
      },
      {
        purpose: 'nodegroup-web',
        name: 'shop-us-west-2-nodegroup-web',
        trust: 'ec2.amazonaws.com',
        managedPolicyArns: [...ON_NODES, read, aws('service-role/AmazonEBSCSIDriverPolicy')],
        policies: [policy('attachPolicy')],
        boundary,
      },
      {
        purpose: 'nodegroup-plain',
        name: 'shop-us-west-2-nodegroup-plain',
        trust: 'ec2.amazonaws.com',
        managedPolicyArns: [aws('AmazonEKSWorkerNodePolicy'), ...ON_NODES],
        policies: [],
      },
      {
        purpose: 'nodegroup-own',
        name: 'own-role',
        trust: 'ec2.amazonaws.com',
        managedPolicyArns: [aws('AmazonEKSWorkerNodePolicy'), ...ON_NODES],
        policies: [],
      },
      {
        purpose: 'fargate',
        name: 'shop-us-west-2-fargate',
        trust: 'eks-fargate-pods.amazonaws.com for arn:aws:eks:us-west-2:111122223333:fargateprofile/shop/*',
        managedPolicyArns: [aws('AmazonEKSFargatePodExecutionRolePolicy')],
        policies: [],
        boundary,
      },
      {
        purpose: 'pod-a-b',
        name: 'shop-us-west-2-pod-a-b',
        trust: OF_PODS,
        managedPolicyArns: [read],
        policies: [policy('mine')],
        boundary,
        tags,
      },
      {
        purpose: 'pod-a-named',
        name: 'named',
        trust: OF_PODS,
        managedPolicyArns: [],
        policies: [policy('policy')],
      },
      {
        purpose: 'addon-aws-efs-csi-driver-kube-system-efs-csi-controller-sa',
        name: expect.stringMatching(/^shop-us-west-2-addon-aws-efs-csi-driver-kube-system-efs-\w{8}$/),
        trust: OF_PODS,
        managedPolicyArns: [aws('service-role/AmazonEFSCSIDriverPolicy')],
        policies: [],
      },
      {
        purpose: 'capability-ack',
        name: 'shop-us-west-2-capability-ack',
        trust: 'capabilities.eks.amazonaws.com sts:TagSession',
        managedPolicyArns: [read],
        policies: [policy('policy')],
        boundary,
        tags,
      },
    ]);
  });

  it('are what the control plane, Fargate and capabilities are asked for with', () => {
    const contents = contentsOf(DOCUMENT);
    const ours = (name: string) => iam(`role/eks-fleet/shop-us-west-2-${name}`);
    expect(find(contents, 'capability', 'capability/ack').request.roleArn).toBe(ours('capability-ack'));
    expect(find(contents, 'capability', 'capability/kro').request.roleArn).toBe(given);
    const jobs = find(contents, 'fargateProfile', 'fargateProfile/jobs');
    expect(jobs.request.podExecutionRoleArn).toBe(ours('fargate'));
    const association = (name: string) =>
      find(contents, 'podIdentityAssociation', `podIdentityAssociation/a/${name}`).request.roleArn;
    expect(['b', 'given', 'named'].map(association)).toEqual([
      ours('pod-a-b'),
      given,
      iam('role/eks-fleet/named'),
    ]);
    const addon = (name: string) => find(contents, 'addon', `addon/${name}`);
    expect(addon('adot').request.serviceAccountRoleArn).toBe(ours('addon-adot'));
    expect(addon('given').request.serviceAccountRoleArn).toBe(given);
    expect(addon('given').needs).not.toContainEqual({ keys: ['stack/service-accounts'], until: 'ready' });
  });
});

describe('the stack of service accounts', () => {
  const { stack, needs } = find(contentsOf(DOCUMENT), 'stack', 'stack/service-accounts');
  const { Resources, Outputs, Description } = stack.template;
  const issuer = 'oidc.eks.us-west-2.amazonaws.com/id/<id>';

  it('has the cluster’s issuer as a provider', () => {
    expect(needs).toEqual([]);
    expect(stack.stackName).toBe('eks-fleet-shop-service-accounts');
    expect(stack.capabilities).toEqual(['CAPABILITY_NAMED_IAM']);
    expect(Description).toBe('Roles of service accounts of shop, made by eks-fleet');
    expect(Resources.OIDCProvider).toEqual({
      Type: 'AWS::IAM::OIDCProvider',
      Properties: { Url: `https://${issuer}`, ClientIdList: ['sts.amazonaws.com'] },
    });
    expect(Outputs.OIDCProviderArn).toEqual({ Value: { 'Fn::GetAtt': ['OIDCProvider', 'Arn'] } });
  });

  const is = (sub: string) => ({
    StringEquals: {
      [`${issuer}:aud`]: 'sts.amazonaws.com',
      [`${issuer}:sub`]: `system:serviceaccount:${sub}`,
    },
  });
  const isLike = (sub: string) => ({
    StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
    StringLike: { [`${issuer}:sub`]: `system:serviceaccount:${sub}` },
  });
  const cluster = { Key: 'eks-fleet.dev/cluster', Value: 'shop' };
  const bounded = { PermissionsBoundary: boundary, Tags: [cluster, { Key: 'team', Value: 'shop' }] };
  const plain = { PermissionsBoundary: account.permissionsBoundaryArn, Tags: [cluster] };

  it.each<[string, string, object, object]>([
    [
      'SaShopReader',
      'shop-us-west-2-sa-shop-reader',
      is('shop:reader'),
      { ...bounded, ManagedPolicyArns: [read], Policies: [policy('policy')] },
    ],
    [
      'SaDefaultAny',
      'any-role',
      isLike('default:any-*'),
      { ...plain, ManagedPolicyArns: [aws('service-role/AmazonEBSCSIDriverPolicy')] },
    ],
    [
      'AddonVpcCni',
      'shop-us-west-2-addon-vpc-cni',
      is('kube-system:aws-node'),
      { ...plain, ManagedPolicyArns: [aws('AmazonEKS_CNI_Policy')] },
    ],
    [
      'AddonAdot',
      'shop-us-west-2-addon-adot',
      is('opentelemetry-operator-system:adot-col-otlp-ingest'),
      { ...bounded, ManagedPolicyArns: [read] },
    ],
    ['AddonMine', 'shop-us-west-2-addon-mine', isLike('own:*'), { ...plain, Policies: [policy('policy')] }],
    [
      'AddonElse',
      'shop-us-west-2-addon-else',
      isLike('kube-system:*'),
      {
        ...plain,
        ManagedPolicyArns: [
          'service-role/AmazonEBSCSIDriverPolicy',
          'service-role/AmazonEFSCSIDriverPolicy',
        ].map(aws),
      },
    ],
  ])('has a role for its pods alone: %s', (purpose, RoleName, Condition, properties) => {
    expect(Resources[`Role${purpose}`]).toEqual({
      Type: 'AWS::IAM::Role',
      DependsOn: 'OIDCProvider',
      Properties: {
        RoleName,
        Path: '/eks-fleet/',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Federated: iam(`oidc-provider/${issuer}`) },
              Action: ['sts:AssumeRoleWithWebIdentity'],
              Condition,
            },
          ],
        },
        ...properties,
      },
    });
  });

  it('has no other', () => {
    expect(Object.keys(Resources)).toHaveLength(7);
    expect(Object.keys(Outputs)).toHaveLength(7);
  });
});
