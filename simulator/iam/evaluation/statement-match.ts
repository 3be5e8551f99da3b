import { remembered } from '../../remembered.ts';
import type { Authorization, Caller } from '../../service.ts';
import type { PolicyDocument, Principals, Statement } from '../policies/document.ts';
import { type Condition, conditionsHold, conditionsIn } from './condition.ts';
import type { RequestContext } from './request-context.ts';
import { matchesArn, wildcard } from './wildcard.ts';

/** A statement made ready for many questions: its actions, variables and conditions are compiled once. */
export interface CompiledStatement {
  readonly statement: Statement;
  /** Its place in the document, from 0. */
  readonly index: number;
  readonly conditions: readonly Condition[];
  coversAction(action: string): boolean;
  /** Whether its resources have no variables, so that the resource alone says whether they cover it. */
  readonly hasFixedResources: boolean;
  coversResource(resource: string, context: RequestContext): boolean;
}

/**
 * The way in which a principal element covers a caller; with `account`, the caller's own policies must allow the call
 * as well.
 */
export type PrincipalMatch = 'session' | 'role' | 'everyone' | 'account' | 'service';

const compiled = new WeakMap<PolicyDocument, readonly CompiledStatement[]>();

/** A document's statements; compiled once, however many roles and worlds have the document. */
export function compile(document: PolicyDocument): readonly CompiledStatement[] {
  const known = compiled.get(document) ?? statementsIn(document);
  compiled.set(document, known);
  return known;
}

function statementsIn(document: PolicyDocument): readonly CompiledStatement[] {
  const usesVariables = document.version === '2012-10-17';
  const areFixed = (texts: readonly string[]): boolean =>
    !usesVariables || !texts.some((text) => text.includes('${'));
  const resolver = (texts: readonly string[]): Condition['expected'] =>
    areFixed(texts)
      ? () => texts
      : (context) =>
          texts.map((text) => substituteVariables(text, context)).filter((text) => text !== undefined);
  return document.statements.map((statement, index) => {
    const patterns = (statement.actions ?? statement.notActions ?? []).map((one) =>
      wildcard(one, { ignoreCase: true }),
    );
    const wanted = statement.actions !== undefined;
    // A trust policy has none: it is of its role.
    const resources = statement.resources ?? statement.notResources ?? ['*'];
    const isNamed = statement.notResources === undefined;
    const covers = (candidates: readonly string[], resource: string): boolean =>
      candidates.some((pattern) => matchesArn(pattern, resource)) === isNamed;
    const resolve = resolver(resources);
    const hasFixedResources = areFixed(resources);
    return {
      statement,
      index,
      conditions: conditionsIn(statement.conditions, resolver),
      coversAction: remembered((action) => patterns.some((pattern) => pattern.test(action)) === wanted),
      hasFixedResources,
      coversResource: hasFixedResources
        ? remembered((resource) => covers(resources, resource))
        : (resource, context) => covers(resolve(context), resource),
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
  { resource }: Authorization,
  context: RequestContext,
): boolean {
  const { conditions } = compiled;
  if (!compiled.coversResource(resource, context)) return false;
  return conditions.length === 0 || conditionsHold(conditions, context);
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

/** The way in which a statement of a resource policy covers the caller, or undefined if it does not. */
export function matchPrincipal(statement: Statement, caller: Caller): PrincipalMatch | undefined {
  if (statement.principals !== undefined) return matchPrincipals(statement.principals, caller);
  if (statement.notPrincipals === undefined) return undefined;
  return matchPrincipals(statement.notPrincipals, caller) === undefined ? 'everyone' : undefined;
}
