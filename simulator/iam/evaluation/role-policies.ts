import { remembered } from '../../remembered.ts';
import { awsManagedPolicy, awsManagedPolicyIsHeld } from '../policies/aws-managed.ts';
import { parsePolicy } from '../policies/document.ts';
import type { IamState, Role } from '../state.ts';
import type { RequestContext } from './request-context.ts';
import type { StatementId } from './statement-id.ts';
import { type CompiledStatement, compile } from './statement-match.ts';

/** A statement of a policy of a role, ready to be asked. */
interface RoleStatement {
  readonly id: StatementId;
  readonly compiled: CompiledStatement;
}

/**
 * The statements of some policies that may cover an action on a resource, in their order. For statements with
 * variables or conditions, the request decides.
 */
export type StatementsFor = (action: string, resource: string) => readonly RoleStatement[];

export interface EffectivePolicies {
  readonly identity: StatementsFor;
  readonly boundary: StatementsFor | undefined;
}

/** The document of a managed policy's default version; undefined where no such policy exists. */
export function managedDocument(state: IamState, policyArn: string): unknown {
  const own = state.policies.get(policyArn);
  return own ? own.versions.get(own.defaultVersionId)?.document : awsManagedPolicy(policyArn)?.document;
}

/** The same, but undefined where AWS has the policy and this project does not hold its document. */
export function heldDocument(state: IamState, policyArn: string): unknown {
  return state.policies.has(policyArn) || awsManagedPolicyIsHeld(policyArn)
    ? managedDocument(state, policyArn)
    : undefined;
}

/** Statements of a policy, which is an inline one's name or a managed one's ARN; none where it has no document. */
function statementsOf(roleArn: string, policy: string, document: unknown): readonly RoleStatement[] {
  if (document === undefined) return [];
  return compile(parsePolicy(document, 'identity')).map((compiled) => ({
    id: { roleArn, policy, index: compiled.index },
    compiled,
  }));
}

/** The statements of a role's trust policy. */
export function trustOf(role: Role): readonly CompiledStatement[] {
  return compile(parsePolicy(role.assumeRolePolicyDocument, 'trust'));
}

const NO_KEYS: RequestContext = { get: () => undefined };

/** The same few questions come again and again, and of most the statements that cover them are one or two. */
function lookUp(statements: readonly RoleStatement[]): StatementsFor {
  const ofAction = remembered((action) => {
    const covering = statements.filter(({ compiled }) => compiled.coversAction(action));
    return remembered((resource) =>
      covering.filter(
        ({ compiled }) => !compiled.hasFixedResources || compiled.coversResource(resource, NO_KEYS),
      ),
    );
  });
  return (action, resource) => ofAction(action)(resource);
}

interface Cached {
  /** The version of all managed policies, and of the role's own. */
  readonly managed: number;
  readonly own: number;
  readonly role: Role;
  readonly policies: EffectivePolicies;
}

/** Compiles a role's policies, once for each state of IAM in which they are asked. */
export function rolePolicies(state: IamState): (role: Role) => EffectivePolicies {
  const cache = new Map<string, Cached>();
  return (role) => {
    const cached = cache.get(role.roleName);
    if (cached?.role === role && cached.managed === state.revision && cached.own === role.revision)
      return cached.policies;
    const managed = (arn: string) => statementsOf(role.arn, arn, managedDocument(state, arn));
    const inline = [...role.inlinePolicies].flatMap(([name, document]) =>
      statementsOf(role.arn, name, document),
    );
    const { permissionsBoundary } = role;
    const policies: EffectivePolicies = {
      identity: lookUp([...inline, ...[...role.attachedPolicies].flatMap(managed)]),
      boundary: permissionsBoundary === undefined ? undefined : lookUp(managed(permissionsBoundary)),
    };
    cache.set(role.roleName, { managed: state.revision, own: role.revision, role, policies });
    return policies;
  };
}
