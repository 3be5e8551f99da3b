import { awsManagedPolicy, awsManagedPolicyIsHeld } from './aws-managed-policies.ts';
import { parsePolicy } from './policy-document.ts';
import type { IamState, Role } from './state.ts';
import { type CompiledStatement, compile } from './statement-match.ts';

/** A policy of a role, ready to be asked. */
export interface EffectivePolicy {
  /** An inline policy's name, or a managed policy's ARN. */
  readonly policy: string;
  readonly statements: readonly CompiledStatement[];
}

export interface EffectivePolicies {
  readonly identity: readonly EffectivePolicy[];
  readonly boundary: EffectivePolicy | undefined;
  readonly trust: readonly CompiledStatement[];
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

function managed(state: IamState, policyArn: string): EffectivePolicy {
  const document = managedDocument(state, policyArn);
  return {
    policy: policyArn,
    statements: document === undefined ? [] : compile(parsePolicy(document, 'identity')),
  };
}

interface Cached {
  readonly revisions: string;
  readonly role: Role;
  readonly policies: EffectivePolicies;
}

/** Compiles a role's policies, once for each state of IAM in which they are asked. */
export function rolePolicies(state: IamState): (role: Role) => EffectivePolicies {
  const cache = new Map<string, Cached>();
  return (role) => {
    const cached = cache.get(role.roleName);
    const revisions = `${state.revision} ${role.revision}`;
    if (cached && cached.revisions === revisions && cached.role === role) return cached.policies;
    const inline = [...role.inlinePolicies].map(([policy, document]) => ({
      policy,
      statements: compile(parsePolicy(document, 'identity')),
    }));
    const policies: EffectivePolicies = {
      identity: [...inline, ...[...role.attachedPolicies].map((arn) => managed(state, arn))],
      boundary: role.permissionsBoundary === undefined ? undefined : managed(state, role.permissionsBoundary),
      trust: compile(parsePolicy(role.assumeRolePolicyDocument, 'trust')),
    };
    cache.set(role.roleName, { revisions, role, policies });
    return policies;
  };
}
