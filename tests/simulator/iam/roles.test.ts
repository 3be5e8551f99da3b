import { describe, expect, it } from '@jest/globals';
import { ROLE_NOT_ASSUMABLE } from '../../../simulator/iam/roles/assume.ts';
import { ACCOUNT, iamWorld, policyOf, trustOf } from './world.ts';

const ARN = `arn:aws:iam::${ACCOUNT}:role/task`;
const TEN_SECONDS_MS = 10_000;

describe('roles', () => {
  it('are answered with their trust policy percent-encoded', async () => {
    const { call } = iamWorld();
    const AssumeRolePolicyDocument = trustOf('lambda.amazonaws.com');
    await call('CreateRole', { RoleName: 'task', AssumeRolePolicyDocument, Path: '/fleet/' });
    const { Role } = (await call('GetRole', { RoleName: 'task' })) as { Role: Record<string, string> };
    expect(Role.Arn).toBe(`arn:aws:iam::${ACCOUNT}:role/fleet/task`);
    expect(Role.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')).toBe(AssumeRolePolicyDocument);
  });

  it.each([
    ['CreateRole', { RoleName: 'task' }, 'EntityAlreadyExists', 'Role with name task already exists.'],
    ['CreateRole', { RoleName: 'TASK' }, 'EntityAlreadyExists', 'Role with name TASK already exists.'],
    ['GetRole', { RoleName: 'none' }, 'NoSuchEntity', 'The role with name none cannot be found.'],
    [
      'AttachRolePolicy',
      { RoleName: 'task', PolicyArn: 'arn:aws:iam::aws:policy/NoSuchPolicy' },
      'NoSuchEntity',
      'Policy arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.',
    ],
    [
      'GetRole',
      { RoleName: 'a b' },
      'ValidationError',
      "1 validation error detected: Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
    ],
  ])('%s of %j is refused as IAM does', async (operation, input, code, message) => {
    const { call, role } = iamWorld();
    await role('task');
    const full = { AssumeRolePolicyDocument: trustOf('lambda.amazonaws.com'), ...input };
    const asked = operation === 'CreateRole' ? full : input;
    await expect(call(operation, asked)).rejects.toMatchObject({ code, message });
  });

  // IAM guide, "Create a service-linked role".
  it('of a service are made once, as a caller who may', async () => {
    const { iam, call, role, settle } = iamWorld();
    const arn = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS`;
    const may = (AWSServiceName: string) => ({
      Effect: 'Allow',
      Action: 'iam:CreateServiceLinkedRole',
      Resource: arn,
      Condition: { StringEquals: { 'iam:AWSServiceName': AWSServiceName } },
    });
    const [other, first, late] = [
      await role('other', may('spot.amazonaws.com')),
      await role('first', may('eks.amazonaws.com')),
      await role('late'),
    ];
    await settle(60_000);
    const own = iam.serviceLinked('eks.amazonaws.com');
    expect(own).toMatchObject({ name: 'AWSServiceRoleForAmazonEKS', arn });
    expect(() => own.make(other)).toThrow('iam:CreateServiceLinkedRole');
    await expect(call('GetRole', { RoleName: own.name })).rejects.toMatchObject({ code: 'NoSuchEntity' });
    own.make(first);
    own.make(late);
    expect(await call('GetRole', { RoleName: own.name })).toMatchObject({ Role: { Arn: arn } });
    expect(iam.trusts(arn, 'eks.amazonaws.com')).toBe(true);
  });

  it('cannot be deleted with policies or in an instance profile', async () => {
    const { call, role } = iamWorld();
    await role('task', { Effect: 'Allow', Action: '*', Resource: '*' });
    await call('AttachRolePolicy', {
      RoleName: 'task',
      PolicyArn: 'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
    });
    await call('CreateInstanceProfile', { InstanceProfileName: 'nodes' });
    await call('AddRoleToInstanceProfile', { InstanceProfileName: 'nodes', RoleName: 'task' });
    const refused = async (message: string) =>
      expect(call('DeleteRole', { RoleName: 'task' })).rejects.toMatchObject({
        code: 'DeleteConflict',
        message,
      });
    await refused('Cannot delete entity, must remove roles from instance profile first.');
    await call('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'nodes', RoleName: 'task' });
    await refused('Cannot delete entity, must detach all policies first.');
    await call('DetachRolePolicy', {
      RoleName: 'task',
      PolicyArn: 'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
    });
    await refused('Cannot delete entity, must delete policies first.');
    await call('DeleteRolePolicy', { RoleName: 'task', PolicyName: 'inline' });
    await call('DeleteRole', { RoleName: 'task' });
    await expect(call('GetRole', { RoleName: 'task' })).rejects.toMatchObject({ code: 'NoSuchEntity' });
  });

  it('are limited by the account quota', async () => {
    const { role } = iamWorld({ quotas: { 'iam/RolesPerAccount': 1 } });
    await role('one');
    await expect(role('two')).rejects.toMatchObject({
      code: 'LimitExceeded',
      message: 'Cannot exceed quota for RolesPerAccount: 1',
    });
  });

  it.each([
    ['{', 'This policy contains invalid Json'],
    [policyOf({ Effect: 'Allow', Action: 's3:*' }), 'Policy statement must contain resources.'],
    [
      policyOf({ Effect: 'Allow', Action: 'PutObject', Resource: '*' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      policyOf({ Effect: 'Allow', Action: 's3:*', Resource: 'bucket' }),
      'Resource bucket must be in ARN format or "*".',
    ],
    [
      policyOf({ Effect: 'Allow', Action: 's3:*', Resource: '*', Principal: '*' }),
      'Policy document should not specify a principal.',
    ],
    [JSON.stringify({ Statement: [] }), 'Policy document must be version 2012-10-17 or greater.'],
  ])('refuse the inline policy %s', async (PolicyDocument, message) => {
    const { call, role } = iamWorld();
    await role('task');
    await expect(
      call('PutRolePolicy', { RoleName: 'task', PolicyName: 'p', PolicyDocument }),
    ).rejects.toMatchObject({ code: 'MalformedPolicyDocument', message });
  });

  it('refuse to trust a role that does not exist', async () => {
    const { call } = iamWorld();
    const AssumeRolePolicyDocument = policyOf({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/none` },
      Action: 'sts:AssumeRole',
    });
    await expect(call('CreateRole', { RoleName: 'task', AssumeRolePolicyDocument })).rejects.toMatchObject({
      code: 'MalformedPolicyDocument',
      message: `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:role/none"`,
    });
  });

  it('are listed page by page', async () => {
    const { call, role } = iamWorld();
    for (const name of ['a', 'b', 'c']) await role(name);
    const first = await call('ListRoles', { MaxItems: 2 });
    expect(first).toMatchObject({ IsTruncated: true, Roles: [{ RoleName: 'a' }, { RoleName: 'b' }] });
    const rest = await call('ListRoles', { Marker: first.Marker });
    expect(rest).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'c' }] });
  });

  it('end the run for a member that is not modelled', async () => {
    const { call, kernel } = iamWorld();
    await expect(call('GetRole', { RoleName: 'x', Other: 1 })).rejects.toThrow(
      'Other of iam:GetRole is not simulated',
    );
    expect(kernel.failure).toBeDefined();
  });
});

describe('the role port', () => {
  it('asks for PassRole with the service that the role is passed to', async () => {
    const { iam, role, settle } = iamWorld();
    await role('task');
    await settle(TEN_SECONDS_MS);
    const caller = await role('passer', {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: ARN,
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    });
    expect(() => iam.assertPassable(caller, ARN, 'lambda.amazonaws.com')).not.toThrow();
    expect(() => iam.assertPassable(caller, ARN, 'eks.amazonaws.com')).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        message: expect.stringContaining('is not authorized to perform: iam:PassRole on resource'),
      }),
    );
  });

  it('lets only the services that the role trusts assume it', async () => {
    const { iam, role, settle } = iamWorld();
    await role('task');
    await settle(TEN_SECONDS_MS);
    expect(iam.assume(ARN, 'lambda.amazonaws.com', 'fn')).toMatchObject({
      kind: 'role',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/task/fn`,
    });
    expect(() => iam.assume(ARN, 'states.amazonaws.com', 'fn')).toThrow(
      expect.objectContaining({ code: ROLE_NOT_ASSUMABLE }),
    );
  });

  it('does not see a new role for up to ten seconds, depending on the seed', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, async (_, seed) => {
        const { iam, role, settle } = iamWorld({ seed });
        await role('task');
        expect(iam.trusts(ARN, 'lambda.amazonaws.com')).toBe(false);
        await settle(5_000);
        const early = iam.trusts(ARN, 'lambda.amazonaws.com');
        await settle(5_000);
        expect(iam.trusts(ARN, 'lambda.amazonaws.com')).toBe(true);
        return early;
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });
});
