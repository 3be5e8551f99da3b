import type { Authorization, Caller } from '../service.ts';
import { conditionHolds } from './condition.ts';
import type { PolicyDocument, Principals, Statement } from './policy-document.ts';
import type { RequestContext } from './request-context.ts';
import { matchesArn, wildcard } from './wildcard.ts';

/** A statement made ready for many questions: its actions are compiled once. */
export interface CompiledStatement {
  readonly statement: Statement;
  /** Its place in the document, from 0. */
  readonly index: number;
  readonly usesVariables: boolean;
  coversAction(action: string): boolean;
  /** Whether one of the resource patterns, or of those of `NotResource`, matches. */
  names(resource: string, substitute: (text: string) => string | undefined): boolean;
}

/** Answers that are kept: the fleet asks a statement of the same few actions and resources again and again. */
const KEPT = 1000;

function remembered(ask: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    if (answers.size >= KEPT) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}

/** How a principal element covers a caller; `direct` and `account` differ in what else must allow the call. */
export type PrincipalMatch = 'session' | 'role' | 'everyone' | 'account' | 'service';

export function compile(document: PolicyDocument): readonly CompiledStatement[] {
  return document.statements.map((statement, index) => {
    const patterns = (statement.actions ?? statement.notActions ?? []).map((one) =>
      wildcard(one, { ignoreCase: true }),
    );
    const wanted = statement.actions !== undefined;
    const resources = statement.resources ?? statement.notResources ?? [];
    const usesVariables = document.version === '2012-10-17';
    const namesOne = (resource: string, substitute: (text: string) => string | undefined): boolean =>
      resources.some((pattern) => {
        const resolved = substitute(pattern);
        return resolved !== undefined && matchesArn(resolved, resource);
      });
    const asTheyStand = remembered((resource) => namesOne(resource, (text) => text));
    const areFixed = !usesVariables || !resources.some((pattern) => pattern.includes('${'));
    return {
      statement,
      index,
      usesVariables,
      coversAction: remembered((action) => patterns.some((pattern) => pattern.test(action)) === wanted),
      names: areFixed ? asTheyStand : namesOne,
    };
  });
}

/**
 * Resolves policy variables (`${aws:PrincipalTag/x}`, with a default after a comma) in a text of a policy;
 * undefined where the request has no such key, so that nothing matches (IAM guide, "Policy variables").
 */
function substituteVariables(text: string, context: RequestContext): string | undefined {
  if (!text.includes('${')) return text;
  let missing = false;
  const out = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return inner;
    const [, key = inner, fallback] = /^\s*([^,\s]+)\s*(?:,\s*'(.*)')?\s*$/.exec(inner) ?? [];
    const value = context.get(key.toLowerCase())?.[0] ?? fallback;
    if (value === undefined) missing = true;
    return value ?? '';
  });
  return missing ? undefined : out;
}

/** Whether the statement's resource and conditions cover the request; the action and principal are others'. */
export function coversRequest(
  compiled: CompiledStatement,
  authorization: Authorization,
  context: RequestContext,
): boolean {
  const { statement, usesVariables } = compiled;
  const substitute = (text: string) => (usesVariables ? substituteVariables(text, context) : text);
  const { resource } = authorization;
  if (statement.resources && !compiled.names(resource, substitute)) return false;
  if (statement.notResources && compiled.names(resource, substitute)) return false;
  return conditionHolds(statement.conditions, context, substitute);
}

/** A service may be named with a region, `states.us-east-1.amazonaws.com` (IAM guide, "AWS service principals"). */
function namesService(name: string, principal: string): boolean {
  return name === principal || name === '*' || name.replace(/\.[a-z]+-[a-z-]+-\d\./, '.') === principal;
}

function matchPrincipals(principals: Principals, caller: Caller): PrincipalMatch | undefined {
  if (principals === '*') return 'everyone';
  if (caller.kind === 'service') {
    return (principals.Service ?? []).some((name) => namesService(name, caller.principal))
      ? 'service'
      : undefined;
  }
  const names = principals.AWS ?? [];
  if (names.includes('*')) return 'everyone';
  if (names.includes(caller.arn)) return 'session';
  if (caller.kind === 'role' && names.includes(caller.roleArn)) return 'role';
  const partition = caller.arn.split(':')[1];
  const root = `arn:${partition}:iam::${caller.accountId}:root`;
  return names.includes(caller.accountId) || names.includes(root) ? 'account' : undefined;
}

/** How a statement of a resource policy concerns the caller, or undefined if it does not. */
export function matchPrincipal(statement: Statement, caller: Caller): PrincipalMatch | undefined {
  if (statement.principals !== undefined) return matchPrincipals(statement.principals, caller);
  if (statement.notPrincipals === undefined) return undefined;
  return matchPrincipals(statement.notPrincipals, caller) === undefined ? 'everyone' : undefined;
}
