import { describe, expect, it } from '@jest/globals';
import { createCloudFormation } from '../../../simulator/cloudformation/cloudformation.ts';
import type { Region } from '../../../simulator/region.ts';
import type { Authorization, Caller } from '../../../simulator/service.ts';
import { ACCOUNT, ADMINISTRATOR, iamWorld } from './world.ts';

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const role = (more: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust('eks.amazonaws.com'), ...more },
});

/** IAM's own types through CloudFormation. */
function world() {
  const { iam, region: base, settle, call, state } = iamWorld();
  const asked: string[] = [];
  let stackId: string | undefined;
  const region: Region = {
    ...base,
    authorize: (_caller: Caller, { action }: Authorization) => asked.push(action),
    events: { publishServiceEvent: () => undefined, receive: () => undefined },
  };
  const { operations } = createCloudFormation(region, (type) => iam.resourceTypes?.[type]);
  const stack = async (operation: string, Resources?: object): Promise<Record<string, unknown>> => {
    const input = {
      StackName: 'roles',
      ...(Resources
        ? { TemplateBody: JSON.stringify({ Resources }), Capabilities: ['CAPABILITY_NAMED_IAM'] }
        : {}),
      ...(Resources ? { Tags: [{ Key: 'team', Value: 'platform' }] } : {}),
    };
    const answer = await operations[operation]?.(input, { operation, caller: ADMINISTRATOR, requestId: 'r' });
    // A deleted stack answers to its id alone.
    stackId ??= (answer as { StackId: string }).StackId;
    await settle();
    const described = await operations.DescribeStackResources?.(
      { StackName: stackId },
      { operation: 'DescribeStackResources', caller: ADMINISTRATOR, requestId: 'r' },
    );
    return described as Record<string, unknown>;
  };
  return { iam, stack, call, asked, state };
}

describe('AWS::IAM::Role', () => {
  it('is made with its policies and tags, asking for what that takes', async () => {
    const { stack, call, asked, iam } = world();
    await stack('CreateStack', {
      Role: role({
        RoleName: 'cluster',
        Path: '/fleet/',
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonEKSClusterPolicy'],
        Policies: [{ PolicyName: 'own', PolicyDocument: allow('ec2:Describe*') }],
      }),
    });
    expect(asked).toEqual(['iam:CreateRole', 'iam:TagRole', 'iam:AttachRolePolicy', 'iam:PutRolePolicy']);
    const { Role } = (await call('GetRole', { RoleName: 'cluster' })) as { Role: Record<string, unknown> };
    expect(Role).toMatchObject({ Arn: `arn:aws:iam::${ACCOUNT}:role/fleet/cluster`, Path: '/fleet/' });
    expect(Role.Tags).toContainEqual({ Key: 'team', Value: 'platform' });
    expect(Role.Tags).toContainEqual({ Key: 'aws:cloudformation:stack-name', Value: 'roles' });
    expect(iam.trusts(`arn:aws:iam::${ACCOUNT}:role/fleet/cluster`, 'eks.amazonaws.com')).toBe(true);
  });

  it('gets a generated name of at most 64 characters', async () => {
    const { stack, state } = world();
    await stack('CreateStack', { [`Role${'x'.repeat(80)}`]: role() });
    const [name = ''] = state.roles.keys();
    expect(name).toMatch(/^roles-Rolex+-[A-Za-z0-9]{12}$/);
    expect(name).toHaveLength(64);
  });

  it('leaves nothing behind when a policy is refused', async () => {
    const { stack, state } = world();
    const described = await stack('CreateStack', {
      Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/NoSuchPolicy'] }),
    });
    expect(described.StackResources).toMatchObject([{ ResourceStatus: 'DELETE_COMPLETE' }]);
    expect(state.roles.size).toBe(0);
  });

  it('changes its policies, trust and boundary in place, and is deleted with them', async () => {
    const { stack, call, state } = world();
    const boundary = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const before = role({
      RoleName: 'cluster',
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonEKSClusterPolicy'],
      Policies: [{ PolicyName: 'old', PolicyDocument: allow('ec2:Describe*') }],
    });
    await stack('CreateStack', { Role: before });
    await stack('UpdateStack', {
      Role: role({
        RoleName: 'cluster',
        AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
        PermissionsBoundary: boundary,
        Policies: [{ PolicyName: 'new', PolicyDocument: allow('s3:*') }],
      }),
    });
    expect(await call('ListRolePolicies', { RoleName: 'cluster' })).toMatchObject({ PolicyNames: ['new'] });
    expect(await call('ListAttachedRolePolicies', { RoleName: 'cluster' })).toMatchObject({
      AttachedPolicies: [],
    });
    expect(state.roles.get('cluster')).toMatchObject({ permissionsBoundary: boundary });
    expect(state.roles.get('cluster')?.assumeRolePolicyDocument).toContain('ec2.amazonaws.com');
    await stack('DeleteStack');
    expect(state.roles.size).toBe(0);
  });

  it('is not deleted while a policy that others put on it stays, and then is', async () => {
    const { stack, call, state } = world();
    await stack('CreateStack', { Role: role({ RoleName: 'cluster' }) });
    await call('CreateInstanceProfile', { InstanceProfileName: 'other' });
    await call('AddRoleToInstanceProfile', { InstanceProfileName: 'other', RoleName: 'cluster' });
    const failed = await stack('DeleteStack');
    expect(failed.StackResources).toMatchObject([
      {
        ResourceStatus: 'DELETE_FAILED',
        ResourceStatusReason: expect.stringContaining('must remove roles from instance profile first'),
      },
    ]);
    await call('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'other', RoleName: 'cluster' });
    await stack('DeleteStack');
    expect(state.roles.size).toBe(0);
  });
});

describe('the other types of IAM', () => {
  const Resources = {
    Role: role({ RoleName: 'node' }),
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: allow('sqs:*'), Roles: [{ Ref: 'Role' }] },
    },
    Inline: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'inline', PolicyDocument: allow('sns:*'), Roles: [{ Ref: 'Role' }] },
    },
    One: {
      Type: 'AWS::IAM::RolePolicy',
      Properties: { PolicyName: 'one', PolicyDocument: allow('ssm:*'), RoleName: { Ref: 'Role' } },
    },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
    Oidc: {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: {
        Url: 'https://oidc.eks.us-east-1.amazonaws.com/id/A1',
        ClientIdList: ['sts.amazonaws.com'],
      },
    },
    Linked: { Type: 'AWS::IAM::ServiceLinkedRole', Properties: { AWSServiceName: 'spot.amazonaws.com' } },
  };

  it('are made and deleted with their stack', async () => {
    const { stack, call, state } = world();
    const { StackResources } = await stack('CreateStack', Resources);
    const ids = new Map(
      (StackResources as { LogicalResourceId: string; PhysicalResourceId: string }[]).map((one) => [
        one.LogicalResourceId,
        one.PhysicalResourceId,
      ]),
    );
    expect(ids.get('One')).toBe('one|node');
    expect(ids.get('Oidc')).toBe(
      `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A1`,
    );
    expect(ids.get('Linked')).toBe('AWSServiceRoleForEC2Spot');
    expect(await call('ListRolePolicies', { RoleName: 'node' })).toMatchObject({
      PolicyNames: ['inline', 'one'],
    });
    expect(state.roles.get('node')?.attachedPolicies).toEqual(new Set([ids.get('Managed')]));
    expect(await call('GetInstanceProfile', { InstanceProfileName: ids.get('Profile') })).toMatchObject({
      InstanceProfile: { Roles: [{ RoleName: 'node' }] },
    });
    await stack('DeleteStack');
    expect([
      state.roles.size,
      state.policies.size,
      state.instanceProfiles.size,
      state.openIdConnectProviders.size,
    ]).toEqual([0, 0, 0, 0]);
  });

  it('change in place where they can', async () => {
    const { stack, call, state } = world();
    await stack('CreateStack', Resources);
    const changed = {
      ...Resources,
      Managed: { ...Resources.Managed, Properties: { PolicyDocument: allow('s3:*'), Roles: [] } },
      Inline: { ...Resources.Inline, Properties: { ...Resources.Inline.Properties, PolicyName: 'renamed' } },
    };
    await stack('UpdateStack', changed);
    expect(state.roles.get('node')?.attachedPolicies.size).toBe(0);
    expect([...state.policies.values()][0]).toMatchObject({ defaultVersionId: 'v2' });
    expect(await call('ListRolePolicies', { RoleName: 'node' })).toMatchObject({
      PolicyNames: ['one', 'renamed'],
    });
  });
});
