import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../../../simulator/service.ts';
import { createSts } from '../../../simulator/sts/sts.ts';
import { ACCOUNT, ADMINISTRATOR, iamWorld, policyOf } from '../iam/world.ts';

const RoleArn = `arn:aws:iam::${ACCOUNT}:role/target`;
const AFTER_PROPAGATION_MS = 10_000;

async function world(trusted: unknown, extra: object = {}) {
  const { iam, call, role, region, settle } = iamWorld();
  await role('caller');
  await role('allowed', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: RoleArn });
  const AssumeRolePolicyDocument = policyOf({
    Effect: 'Allow',
    Principal: trusted,
    Action: 'sts:AssumeRole',
    ...extra,
  });
  await call('CreateRole', { RoleName: 'target', AssumeRolePolicyDocument });
  await settle(AFTER_PROPAGATION_MS);
  const issued: Caller[] = [];
  const sts = createSts(
    region,
    () => iam,
    (caller) => {
      issued.push(caller);
      return { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' };
    },
  );
  const ask = async (operation: string, input: object, caller: Caller) =>
    (await sts.operations[operation]?.(input, { operation, caller, requestId: 'r' })) as Record<
      string,
      unknown
    >;
  return { ask, issued, kernel: region.kernel };
}

const session = (name: string): Caller => ({
  kind: 'role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/s`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  accountId: ACCOUNT,
});

describe('AssumeRole', () => {
  it('issues credentials of a session of a role that names the caller', async () => {
    const { ask, issued, kernel } = await world({ AWS: `arn:aws:iam::${ACCOUNT}:role/caller` });
    const answer = await ask('AssumeRole', { RoleArn, RoleSessionName: 'task' }, session('caller'));
    expect(answer).toMatchObject({
      Credentials: { AccessKeyId: 'ASIA1', Expiration: new Date(kernel.now() + 3_600_000) },
      AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/target/task` },
    });
    expect(issued).toEqual([expect.objectContaining({ kind: 'role', roleArn: RoleArn })]);
  });

  it('needs a policy of the caller too where the role trusts the account', async () => {
    const { ask } = await world({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
    const input = { RoleArn, RoleSessionName: 'task' };
    await expect(ask('AssumeRole', input, session('caller'))).rejects.toMatchObject({
      code: 'AccessDenied',
      message: expect.stringContaining('because no identity-based policy allows the sts:AssumeRole action'),
    });
    await expect(ask('AssumeRole', input, session('allowed'))).resolves.toBeDefined();
  });

  it('refuses whoever the role does not trust, whatever their own policy', async () => {
    const { ask } = await world({ Service: 'lambda.amazonaws.com' });
    const input = { RoleArn, RoleSessionName: 'task' };
    await expect(ask('AssumeRole', input, ADMINISTRATOR)).rejects.toMatchObject({
      code: 'AccessDenied',
      message: `User: ${ADMINISTRATOR.kind === 'administrator' ? ADMINISTRATOR.arn : ''} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    });
  });

  it('judges the external id', async () => {
    const { ask } = await world(
      { AWS: `arn:aws:iam::${ACCOUNT}:role/caller` },
      { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } },
    );
    const input = { RoleArn, RoleSessionName: 'task' };
    await expect(ask('AssumeRole', input, session('caller'))).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(
      ask('AssumeRole', { ...input, ExternalId: 'secret' }, session('caller')),
    ).resolves.toBeDefined();
  });

  it('limits chained sessions to an hour', async () => {
    const { ask } = await world({ AWS: `arn:aws:iam::${ACCOUNT}:role/caller` });
    const input = { RoleArn, RoleSessionName: 'task', DurationSeconds: 7200 };
    await expect(ask('AssumeRole', input, session('caller'))).rejects.toMatchObject({
      code: 'ValidationError',
    });
  });
});

it('GetCallerIdentity says who calls', async () => {
  const { ask } = await world({ Service: 'lambda.amazonaws.com' });
  await expect(ask('GetCallerIdentity', {}, session('caller'))).resolves.toMatchObject({
    Account: ACCOUNT,
    Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/caller/s`,
    UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:s$/),
  });
});
