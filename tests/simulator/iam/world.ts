import { createIam, type IamService } from '../../../simulator/iam/iam.ts';
import { type IamState, newIamState } from '../../../simulator/iam/state.ts';
import type { Call, Caller } from '../../../simulator/service.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

export const ACCOUNT = '111122223333';
export const ADMINISTRATOR: Caller = {
  kind: 'administrator',
  arn: `arn:aws:iam::${ACCOUNT}:user/administrator`,
  accountId: ACCOUNT,
};

export const roleCaller = (name: string): Caller => ({
  kind: 'role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  accountId: ACCOUNT,
});

export const trustOf = (service: string, extra: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', ...extra }],
  });

export const policyOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** An account with IAM alone. */
export function iamWorld(options: { seed?: number; quotas?: Record<string, number> } = {}) {
  const { kernel, settle } = standInKernel(options.seed);
  const region = standInRegion({ kernel, settings: { quotas: options.quotas ?? {} } });
  const state: IamState = newIamState();
  const iam: IamService = createIam(region, state);
  const call = async (operation: string, input: object): Promise<Record<string, unknown>> => {
    const run = iam.operations[operation];
    if (!run) throw new Error(`IAM has no operation ${operation}`);
    const origin: Call = { operation, caller: ADMINISTRATOR, requestId: 'request' };
    return (await run(input, origin)) as Record<string, unknown>;
  };
  /** A role that Lambda may assume, with one inline policy of the statements given. */
  const role = async (name: string, ...statements: object[]): Promise<Caller> => {
    await call('CreateRole', { RoleName: name, AssumeRolePolicyDocument: trustOf('lambda.amazonaws.com') });
    if (statements.length > 0) {
      const PolicyDocument = policyOf(...statements);
      await call('PutRolePolicy', { RoleName: name, PolicyName: 'inline', PolicyDocument });
    }
    return roleCaller(name);
  };
  return { kernel, settle, region, state, iam, call, role };
}
