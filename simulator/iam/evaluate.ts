import type { Authorization, Caller } from '../service.ts';
import { denialText, type PolicyType } from './denial.ts';
import { parsePolicy } from './policy-document.ts';
import { type RequestContext, requestContext, roleNameOf } from './request-context.ts';
import { type EffectivePolicies, type EffectivePolicy, rolePolicies } from './role-policies.ts';
import type { IamState, Role } from './state.ts';
import {
  type CompiledStatement,
  compile,
  coversRequest,
  matchPrincipal,
  type PrincipalMatch,
} from './statement-match.ts';
import { recordUse } from './usage.ts';

/** `reason` is AWS's text of the refusal, or which kind of policy allowed the call. */
export interface Verdict {
  readonly allowed: boolean;
  readonly reason: string;
}

export type Evaluate = (caller: Caller, authorization: Authorization) => Verdict;

/** What the resource's own policy says to a caller. */
export interface ResourceAnswer {
  readonly denied: boolean;
  readonly allows: ReadonlySet<PrincipalMatch>;
}

/**
 * The decision of the IAM guide's "Policy evaluation logic" for one account, and for a resource of another:
 * an explicit deny anywhere wins; a resource policy that names the role or the session allows by itself (the
 * role within its permissions boundary); else identity policy and boundary must both allow. Counts each
 * statement of a role that matched. Organizations' policies and session policies are not modelled.
 */
export function evaluator(environment: {
  readonly state: IamState;
  readonly region: string;
  readonly now: () => number;
}): Evaluate {
  const { state } = environment;
  const policiesOf = rolePolicies(state);
  const resourcePolicies = new Map<string, readonly CompiledStatement[]>();
  return (caller, authorization) => {
    const context = requestContext(caller, authorization, {
      state,
      region: environment.region,
      nowMs: environment.now(),
    });
    const statements = statementsOf(resourcePolicies, authorization);
    const resource = resourceAnswer(statements, caller, authorization, context);
    const deny = (type: PolicyType, explicit: boolean): Verdict => ({
      allowed: false,
      reason: denialText(caller, authorization, { type, explicit }),
    });
    if (caller.kind === 'service') {
      if (resource.denied) return deny('resource-based', true);
      return resource.allows.size > 0 ? allow('resource-based policy') : deny('resource-based', false);
    }
    const otherAccount = isElsewhere(authorization.resource, caller.accountId);
    if (caller.kind === 'administrator') {
      if (resource.denied) return deny('resource-based', true);
      if (otherAccount && resource.allows.size === 0) return deny('resource-based', false);
      return allow('administrator');
    }
    const role = state.roles.get(roleNameOf(caller.roleArn));
    if (!role || role.arn !== caller.roleArn) {
      return { allowed: false, reason: 'The security token included in the request is invalid.' };
    }
    return judgeRole({
      state,
      role,
      policies: policiesOf(role),
      authorization,
      context,
      resource,
      otherAccount,
      deny,
    });
  };
}

const allow = (reason: string): Verdict => ({ allowed: true, reason });

function judgeRole(question: {
  readonly state: IamState;
  readonly role: Role;
  readonly policies: EffectivePolicies;
  readonly authorization: Authorization;
  readonly context: RequestContext;
  readonly resource: ResourceAnswer;
  readonly otherAccount: boolean;
  readonly deny: (type: PolicyType, explicit: boolean) => Verdict;
}): Verdict {
  const { policies, resource, deny } = question;
  const identity = ask(question, policies.identity);
  const boundary = policies.boundary ? ask(question, [policies.boundary]) : { denied: false, allowed: true };
  if (identity.denied) return deny('identity-based', true);
  if (resource.denied) return deny('resource-based', true);
  if (boundary.denied) return deny('permissions boundary', true);
  const grants = resource.allows;
  if (question.otherAccount) {
    if (grants.size === 0) return deny('resource-based', false);
  } else {
    if (grants.has('session') || grants.has('everyone')) return allow('resource-based policy');
    if (grants.has('role') && boundary.allowed) return allow('resource-based policy');
  }
  if (!identity.allowed) return deny('identity-based', false);
  if (!boundary.allowed) return deny('permissions boundary', false);
  return allow('identity-based policy');
}

/** Every statement that covers the request is counted, allowing or denying. */
function ask(
  question: {
    readonly state: IamState;
    readonly role: Role;
    readonly authorization: Authorization;
    readonly context: RequestContext;
  },
  policies: readonly EffectivePolicy[],
): { readonly denied: boolean; readonly allowed: boolean } {
  const { authorization, context } = question;
  const answer = { denied: false, allowed: false };
  for (const { policy, statements } of policies) {
    for (const compiled of statements) {
      if (!compiled.coversAction(authorization.action) || !coversRequest(compiled, authorization, context))
        continue;
      answer[compiled.statement.effect === 'Deny' ? 'denied' : 'allowed'] = true;
      const id = { roleArn: question.role.arn, policy, index: compiled.index };
      recordUse(question.state, compiled, id, authorization.action);
    }
  }
  return answer;
}

/** What the statements of a resource's own policy say to this caller about this request. */
export function resourceAnswer(
  statements: readonly CompiledStatement[],
  caller: Caller,
  authorization: Authorization,
  context: RequestContext,
): ResourceAnswer {
  const allows = new Set<PrincipalMatch>();
  let denied = false;
  for (const one of statements) {
    const match = matchPrincipal(one.statement, caller);
    if (!match || !one.coversAction(authorization.action) || !coversRequest(one, authorization, context))
      continue;
    if (one.statement.effect === 'Deny') denied = true;
    else allows.add(match);
  }
  return { denied, allows };
}

/** Compiled once for each text; services may hold a policy as text or as an object that they change. */
function statementsOf(
  cache: Map<string, readonly CompiledStatement[]>,
  { action, resourcePolicy }: Authorization,
): readonly CompiledStatement[] {
  if (resourcePolicy === undefined || resourcePolicy === null) return [];
  const text = typeof resourcePolicy === 'string' ? resourcePolicy : JSON.stringify(resourcePolicy);
  let compiled = cache.get(text);
  if (!compiled) {
    compiled = compile(parsePolicy(text, action.startsWith('sts:') ? 'trust' : 'resource'));
    cache.set(text, compiled);
  }
  return compiled;
}

function isElsewhere(resource: string, accountId: string): boolean {
  const owner = resource.startsWith('arn:') ? resource.split(':')[4] : undefined;
  return (
    owner !== undefined && owner !== '' && owner !== accountId && !owner.includes('*') && owner !== 'aws'
  );
}
