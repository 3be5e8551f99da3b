import { AwsError } from '../../aws-error.ts';
import type { RolePort } from '../../region.ts';
import type { Authorization, Caller } from '../../service.ts';
import { accessDenied, denialText } from '../evaluation/denial.ts';
import { type Evaluate, resourceAnswer } from '../evaluation/evaluate.ts';
import { requestContext, roleNameOf } from '../evaluation/request-context.ts';
import { trustOf } from '../evaluation/role-policies.ts';
import type { IamState, Role } from '../state.ts';

/**
 * The error code for a role that a service cannot assume: it is absent, does not trust the service, or is too new for
 * the service to see it. Each service catches this code and answers in its own words.
 */
export const ROLE_NOT_ASSUMABLE = 'RoleNotAssumable';

/** The IAM prefix of the service behind a principal: `pods.eks.amazonaws.com` and `eks-fargate-pods…` are eks. */
function iamPrefixOf(servicePrincipal: string): string {
  const last =
    servicePrincipal
      .replace(/\.amazonaws\.com$/, '')
      .split('.')
      .at(-1) ?? '';
  return last.startsWith('eks-') ? 'eks' : last;
}

export interface RoleAssumption extends Omit<RolePort, 'serviceLinked' | 'holdInProfile'> {
  find(roleArn: string): { readonly arn: string; readonly name: string; readonly roleId: string } | undefined;
  /** Throws AccessDenied unless the role's trust policy, and where needed the caller's own, allow it. */
  assertAssumable(caller: Caller, roleArn: string, context?: Authorization['context']): Role;
  /** Whether the role trusts the service principal for an action (`sts:AssumeRole` unless given). */
  trusts(roleArn: string, servicePrincipal: string, action?: string): boolean;
}

/** Roles as other services use them: passed to a service, and assumed by it. */
export function roleAssumption(environment: {
  readonly state: IamState;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly now: () => number;
  readonly evaluate: Evaluate;
}): RoleAssumption {
  const { state, accountId, evaluate } = environment;

  const existing = (roleArn: string): Role | undefined => {
    const role = state.roles.get(roleNameOf(roleArn));
    return role?.arn === roleArn ? role : undefined;
  };
  const visible = (roleArn: string): Role | undefined => {
    const role = existing(roleArn);
    return role && role.visibleAt <= environment.now() ? role : undefined;
  };
  const trustAnswer = (role: Role, caller: Caller, authorization: Authorization) => {
    const context = requestContext(caller, authorization, environment);
    return resourceAnswer(trustOf(role), caller, authorization, context);
  };
  const trustsService = (
    roleArn: string,
    service: Pick<Extract<Caller, { kind: 'service' }>, 'principal' | 'sourceArn'>,
    action: string,
  ): boolean => {
    const role = visible(roleArn);
    if (!role) return false;
    const answer = trustAnswer(
      role,
      { kind: 'service', accountId, ...service },
      { action, resource: roleArn },
    );
    return !answer.denied && answer.allows.size > 0;
  };
  const assertTrusted = (roleArn: string, servicePrincipal: string, sourceArn?: string): void => {
    const service = { principal: servicePrincipal, ...(sourceArn === undefined ? {} : { sourceArn }) };
    if (trustsService(roleArn, service, 'sts:AssumeRole')) return;
    throw new AwsError(ROLE_NOT_ASSUMABLE, `The role ${roleArn} cannot be assumed by ${servicePrincipal}.`, {
      statusCode: 400,
    });
  };

  return {
    trusts: (roleArn, principal, action = 'sts:AssumeRole') => trustsService(roleArn, { principal }, action),
    find: (roleArn) => {
      const role = existing(roleArn);
      return role && { arn: role.arn, name: role.roleName, roleId: role.roleId };
    },
    assertPassable: (caller, roleArn, servicePrincipal, sourceArn) => {
      const verdict = evaluate(caller, {
        action: 'iam:PassRole',
        resource: roleArn,
        context: { 'iam:PassedToService': servicePrincipal },
      });
      if (!verdict.allowed) throw accessDenied(iamPrefixOf(servicePrincipal), verdict.reason);
      assertTrusted(roleArn, servicePrincipal, sourceArn);
    },
    assume: (roleArn, servicePrincipal, sessionName, sourceArn) => {
      assertTrusted(roleArn, servicePrincipal, sourceArn);
      return sessionOf(roleArn, sessionName, environment);
    },
    assertAssumable: (caller, roleArn, context = {}) => {
      const role = visible(roleArn);
      const question: Authorization = { action: 'sts:AssumeRole', resource: roleArn, context };
      const refusal = accessDenied('sts', denialText(caller, question, { type: 'trust', explicit: false }));
      // AWS does not tell a role that does not exist from one that does not trust the caller.
      if (!role) throw refusal;
      const answer = trustAnswer(role, caller, question);
      if (answer.denied || answer.allows.size === 0) throw refusal;
      const verdict = evaluate(caller, { ...question, resourcePolicy: role.assumeRolePolicyDocument });
      if (!verdict.allowed) throw accessDenied('sts', verdict.reason);
      return role;
    },
  };
}

/** The caller that a session of a role makes. */
export function sessionOf(
  roleArn: string,
  sessionName: string,
  { accountId, partition }: { readonly accountId: string; readonly partition: string },
): Extract<Caller, { kind: 'role' }> {
  const arn = `arn:${partition}:sts::${accountId}:assumed-role/${roleNameOf(roleArn)}/${sessionName}`;
  return { kind: 'role', arn, roleArn, accountId };
}
