import type { Authorization, Caller } from '../../service.ts';
import { parsePolicy } from '../policies/document.ts';
import type { IamState } from '../state.ts';
import { denialText, type PolicyType } from './denial.ts';
import {
  accountIn,
  type Environment,
  type RequestContext,
  requestContext,
  roleNameOf,
} from './request-context.ts';
import { type EffectivePolicies, rolePolicies, type StatementsFor } from './role-policies.ts';
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

/** The answer of the resource's own policy to a caller. */
export interface ResourceAnswer {
  readonly denied: boolean;
  readonly allows: ReadonlySet<PrincipalMatch>;
}

/**
 * The decision of the IAM guide's "Policy evaluation logic", for one account and for resources of another. An
 * explicit deny anywhere wins. A resource policy that names the role or the session allows by itself (a role's
 * permissions boundary still holds). Else identity policy and boundary must both allow. Counts each statement of a
 * role that matched. Organizations' policies and session policies are not modelled.
 */
export function evaluator(environment: Environment): Evaluate {
  const { state } = environment;
  const policiesOf = rolePolicies(state);
  const statementsOf = resourceStatements();
  return (caller, authorization) => {
    const context = requestContext(caller, authorization, environment);
    const statements = statementsOf(authorization);
    const resource = resourceAnswer(statements, caller, authorization, context);
    if (caller.kind === 'service') {
      if (resource.denied) return deny(caller, authorization, 'resource-based', true);
      return resource.allows.size > 0
        ? allow('resource-based policy')
        : deny(caller, authorization, 'resource-based', false);
    }
    const otherAccount = isElsewhere(authorization.resource, caller.accountId);
    if (caller.kind === 'administrator') {
      if (resource.denied) return deny(caller, authorization, 'resource-based', true);
      if (otherAccount && resource.allows.size === 0)
        return deny(caller, authorization, 'resource-based', false);
      return allow('administrator');
    }
    const role = state.roles.get(roleNameOf(caller.roleArn));
    if (!role || role.arn !== caller.roleArn) {
      return { allowed: false, reason: 'The security token included in the request is invalid.' };
    }
    const question = { state, caller, authorization, context, resource, otherAccount };
    return judgeRole(question, policiesOf(role));
  };
}

const allow = (reason: string): Verdict => ({ allowed: true, reason });

const deny = (
  caller: Caller,
  authorization: Authorization,
  type: PolicyType,
  explicit: boolean,
): Verdict => ({ allowed: false, reason: denialText(caller, authorization, { type, explicit }) });

interface Question {
  readonly state: IamState;
  readonly caller: Caller;
  readonly authorization: Authorization;
  readonly context: RequestContext;
  readonly resource: ResourceAnswer;
  readonly otherAccount: boolean;
}

function judgeRole(question: Question, policies: EffectivePolicies): Verdict {
  const { caller, authorization, resource } = question;
  const refuse = (type: PolicyType, explicit: boolean) => deny(caller, authorization, type, explicit);
  const identity = ask(question, policies.identity);
  const boundary = policies.boundary ? ask(question, policies.boundary) : UNBOUNDED;
  if (identity.denied) return refuse('identity-based', true);
  if (resource.denied) return refuse('resource-based', true);
  if (boundary.denied) return refuse('permissions boundary', true);
  const grants = resource.allows;
  if (question.otherAccount) {
    if (grants.size === 0) return refuse('resource-based', false);
  } else {
    if (grants.has('session') || grants.has('everyone')) return allow('resource-based policy');
    if (grants.has('role') && boundary.allowed) return allow('resource-based policy');
  }
  if (!identity.allowed) return refuse('identity-based', false);
  if (!boundary.allowed) return refuse('permissions boundary', false);
  return allow('identity-based policy');
}

/** The answer of the policies of one kind to a request. */
interface PolicyAnswer {
  readonly denied: boolean;
  readonly allowed: boolean;
}

const UNBOUNDED: PolicyAnswer = { denied: false, allowed: true };

/** Every statement that covers the request is counted, allowing or denying. */
function ask({ state, authorization, context }: Question, statementsFor: StatementsFor): PolicyAnswer {
  let denied = false;
  let allowed = false;
  for (const { id, compiled } of statementsFor(authorization.action, authorization.resource)) {
    const isSaid = compiled.hasFixedResources && compiled.conditions.length === 0;
    if (!isSaid && !coversRequest(compiled, authorization, context)) continue;
    if (compiled.statement.effect === 'Deny') denied = true;
    else allowed = true;
    recordUse(state, id, authorization.action);
  }
  return { denied, allowed };
}

const NOTHING_SAID: ResourceAnswer = { denied: false, allows: new Set() };

/** The answer of a resource's own policy to this caller and this request. */
export function resourceAnswer(
  statements: readonly CompiledStatement[],
  caller: Caller,
  authorization: Authorization,
  context: RequestContext,
): ResourceAnswer {
  if (statements.length === 0) return NOTHING_SAID;
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

const NO_STATEMENTS: readonly CompiledStatement[] = [];

/**
 * The statements of resources' own policies, compiled once for each text. A policy held as an object is never changed
 * in place, so that its text is made once.
 */
function resourceStatements(): (authorization: Authorization) => readonly CompiledStatement[] {
  const byText = new Map<string, readonly CompiledStatement[]>();
  const texts = new WeakMap<object, string>();
  const textOf = (policy: object): string => {
    const text = texts.get(policy) ?? JSON.stringify(policy);
    texts.set(policy, text);
    return text;
  };
  return ({ action, resourcePolicy }) => {
    if (resourcePolicy === undefined || resourcePolicy === null) return NO_STATEMENTS;
    const text = typeof resourcePolicy === 'string' ? resourcePolicy : textOf(resourcePolicy);
    let compiled = byText.get(text);
    if (!compiled) {
      compiled = compile(parsePolicy(text, action.startsWith('sts:') ? 'trust' : 'resource'));
      byText.set(text, compiled);
    }
    return compiled;
  };
}

function isElsewhere(resource: string, accountId: string): boolean {
  const owner = resource.startsWith('arn:') ? accountIn(resource) : undefined;
  return (
    owner !== undefined && owner !== '' && owner !== accountId && !owner.includes('*') && owner !== 'aws'
  );
}
