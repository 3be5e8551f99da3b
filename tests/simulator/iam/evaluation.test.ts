import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, ADMINISTRATOR, iamWorld, policyOf } from './world.ts';

const cluster = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/shop`;
const create = { action: 'eks:CreateCluster', resource: cluster };
const allowEks = { Effect: 'Allow', Action: 'eks:*', Resource: '*' };

describe('policy evaluation', () => {
  it('refuses what no policy allows, in AWS words', async () => {
    const { iam, role } = iamWorld();
    const caller = await role('task');
    expect(iam.evaluate(caller, create)).toEqual({
      allowed: false,
      reason:
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/task/session is not authorized to perform: eks:CreateCluster ` +
        `on resource: ${cluster} because no identity-based policy allows the eks:CreateCluster action`,
    });
  });

  it('matches actions without regard to case and resources with it', async () => {
    const { iam, role } = iamWorld();
    const caller = await role('task', {
      Effect: 'Allow',
      Action: 'EKS:create*',
      Resource: 'arn:aws:eks:*:*:cluster/sh?p',
    });
    expect(iam.evaluate(caller, create).allowed).toBe(true);
    expect(iam.evaluate(caller, { ...create, resource: cluster.toUpperCase() }).allowed).toBe(false);
  });

  it('keeps a wildcard within its segment of an ARN and completes an incomplete one', async () => {
    const { iam, role } = iamWorld();
    const caller = await role('task', {
      Effect: 'Allow',
      Action: 'eks:*',
      Resource: 'arn:aws:eks:us-*:cluster/shop',
    });
    expect(iam.evaluate(caller, create).allowed).toBe(false);
    const other = await role('other', { Effect: 'Allow', Action: 'eks:*', Resource: 'arn:aws:eks' });
    expect(iam.evaluate(other, create).allowed).toBe(true);
  });

  it('lets an explicit deny win over every allow', async () => {
    const { iam, role } = iamWorld();
    const caller = await role('task', allowEks, {
      Effect: 'Deny',
      NotAction: 'eks:Describe*',
      Resource: '*',
    });
    const verdict = iam.evaluate(caller, create);
    expect(verdict.reason).toMatch(/ with an explicit deny in an identity-based policy$/);
    expect(iam.evaluate(caller, { ...create, action: 'eks:DescribeCluster' }).allowed).toBe(true);
  });

  it('covers everything but the resources of NotResource', async () => {
    const { iam, role } = iamWorld();
    const caller = await role('task', { Effect: 'Allow', Action: 'eks:*', NotResource: cluster });
    expect(iam.evaluate(caller, create).allowed).toBe(false);
    expect(iam.evaluate(caller, { ...create, resource: `${cluster}2` }).allowed).toBe(true);
  });

  it('needs the permissions boundary to allow too', async () => {
    const { iam, role, call } = iamWorld();
    const caller = await role('task', allowEks);
    const PolicyDocument = policyOf({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' });
    await call('CreatePolicy', { PolicyName: 'boundary', PolicyDocument });
    const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    await call('PutRolePermissionsBoundary', { RoleName: 'task', PermissionsBoundary });
    expect(iam.evaluate(caller, create).reason).toMatch(
      / because no permissions boundary allows the eks:CreateCluster action$/,
    );
  });

  it('names the boundary that denies', async () => {
    const { iam, role, call } = iamWorld();
    const caller = await role('task', allowEks);
    const PolicyDocument = policyOf(allowEks, { Effect: 'Deny', Action: 'eks:CreateCluster', Resource: '*' });
    await call('CreatePolicy', { PolicyName: 'boundary', PolicyDocument });
    const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    await call('PutRolePermissionsBoundary', { RoleName: 'task', PermissionsBoundary });
    expect(iam.evaluate(caller, create).reason).toMatch(/ with an explicit deny in a permissions boundary$/);
  });

  it('sees a changed policy at the next call', async () => {
    const { iam, role, call } = iamWorld();
    const caller = await role('task', allowEks);
    expect(iam.evaluate(caller, create).allowed).toBe(true);
    await call('DeleteRolePolicy', { RoleName: 'task', PolicyName: 'inline' });
    expect(iam.evaluate(caller, create).allowed).toBe(false);
  });

  it('resolves policy variables, and matches nothing where the key is absent', async () => {
    const { iam, role, call } = iamWorld();
    const Resource = `arn:aws:eks:*:*:cluster/\${aws:PrincipalTag/cluster}`;
    const caller = await role('task', { Effect: 'Allow', Action: 'eks:*', Resource });
    expect(iam.evaluate(caller, create).allowed).toBe(false);
    await call('TagRole', { RoleName: 'task', Tags: [{ Key: 'cluster', Value: 'shop' }] });
    expect(iam.evaluate(caller, create).allowed).toBe(true);
  });

  it('refuses the session of a role that is gone', async () => {
    const { iam, role, call } = iamWorld();
    const caller = await role('task');
    await call('DeleteRole', { RoleName: 'task' });
    expect(iam.evaluate(caller, create).reason).toBe(
      'The security token included in the request is invalid.',
    );
  });
});

describe('resource policies', () => {
  const bus = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/fleet`;
  const put = (...statements: object[]) => ({
    action: 'events:PutEvents',
    resource: bus,
    resourcePolicy: policyOf(...statements),
  });
  const statement = (Principal: unknown, extra: object = {}) => ({
    Effect: 'Allow',
    Principal,
    Action: 'events:PutEvents',
    Resource: bus,
    ...extra,
  });

  it('allow a role that they name, within its permissions boundary', async () => {
    const { iam, role, call } = iamWorld();
    const caller = await role('task');
    const question = put(statement({ AWS: `arn:aws:iam::${ACCOUNT}:role/task` }));
    expect(iam.evaluate(caller, question).allowed).toBe(true);
    const PolicyDocument = policyOf({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' });
    await call('CreatePolicy', { PolicyName: 'boundary', PolicyDocument });
    const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    await call('PutRolePermissionsBoundary', { RoleName: 'task', PermissionsBoundary });
    expect(iam.evaluate(caller, question).allowed).toBe(false);
  });

  it('only delegate to the account where they name its root', async () => {
    const { iam, role } = iamWorld();
    const caller = await role('task');
    const allowed = await role('other', { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus });
    const question = put(statement({ AWS: `arn:aws:iam::${ACCOUNT}:root` }));
    expect(iam.evaluate(caller, question).allowed).toBe(false);
    expect(iam.evaluate(allowed, question).allowed).toBe(true);
  });

  it('deny even the administrator', async () => {
    const { iam } = iamWorld();
    const deny = statement('*', {
      Effect: 'Deny',
      Condition: { StringLike: { 'events:source': 'eks-fleet.*' } },
    });
    const question = { ...put(deny), context: { 'events:source': 'eks-fleet.cluster' } };
    expect(iam.evaluate(ADMINISTRATOR, question).reason).toMatch(
      / with an explicit deny in a resource-based policy$/,
    );
    expect(iam.evaluate(ADMINISTRATOR, { ...question, context: { 'events:source': 'shop' } }).allowed).toBe(
      true,
    );
  });

  it('spare those whom NotPrincipal lists', async () => {
    const { iam, role } = iamWorld();
    const allow = { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus };
    const listed = await role('listed', allow);
    const caller = await role('task', allow);
    const question = put({
      Effect: 'Deny',
      NotPrincipal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/listed`] },
      Action: 'events:*',
      Resource: bus,
    });
    expect(iam.evaluate(listed, question).allowed).toBe(true);
    expect(iam.evaluate(caller, question).allowed).toBe(false);
  });

  it('alone judge a service, by its source too', async () => {
    const { iam } = iamWorld();
    const rule = `arn:aws:events:us-east-1:${ACCOUNT}:rule/tick`;
    const service = {
      kind: 'service',
      principal: 'events.amazonaws.com',
      accountId: ACCOUNT,
      sourceArn: rule,
    } as const;
    const queue = `arn:aws:sqs:us-east-1:${ACCOUNT}:rejects`;
    const question = (aws: string) => ({
      action: 'sqs:SendMessage',
      resource: queue,
      resourcePolicy: policyOf({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition: { ArnEquals: { 'aws:SourceArn': aws } },
      }),
    });
    expect(iam.evaluate(service, question(rule)).allowed).toBe(true);
    expect(iam.evaluate(service, question(`${rule}2`)).allowed).toBe(false);
    expect(iam.evaluate(service, { action: 'sqs:SendMessage', resource: queue }).reason).toBe(
      `User: events.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: ${queue} ` +
        'because no resource-based policy allows the sqs:SendMessage action',
    );
  });

  it('must allow a caller of another account, and so must its own policy', async () => {
    const { iam, role } = iamWorld();
    const resource = 'arn:aws:events:us-east-1:999999999999:event-bus/fleet';
    const caller = await role('task', { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' });
    expect(iam.evaluate(caller, { action: 'events:PutEvents', resource }).allowed).toBe(false);
    const resourcePolicy = policyOf({
      Effect: 'Allow',
      Principal: { AWS: ACCOUNT },
      Action: 'events:PutEvents',
      Resource: resource,
    });
    expect(iam.evaluate(caller, { action: 'events:PutEvents', resource, resourcePolicy }).allowed).toBe(true);
  });
});

describe('usage', () => {
  it('counts each statement that matched, by the action called', async () => {
    const { iam, role } = iamWorld();
    const caller = await role('task', allowEks, {
      Sid: 'Unused',
      Effect: 'Allow',
      Action: 'ec2:*',
      Resource: '*',
    });
    iam.evaluate(caller, create);
    iam.evaluate(caller, create);
    iam.evaluate(caller, { ...create, action: 'eks:DescribeCluster' });
    expect(iam.usage()).toEqual([
      expect.objectContaining({
        policy: 'inline',
        index: 0,
        used: 3,
        usedActions: { 'eks:CreateCluster': 2, 'eks:DescribeCluster': 1 },
      }),
      expect.objectContaining({ policy: 'inline', index: 1, sid: 'Unused', actions: ['ec2:*'], used: 0 }),
    ]);
  });
});
