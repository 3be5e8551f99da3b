import type { PolicyDocument } from './policy-document.ts';
import type { Permissions } from './well-known-policies.ts';

/** A role that we make. */
export interface DesiredRole {
  /** The role's purpose, unique in the cluster: `service`, `nodegroup-ng-1`. */
  readonly purpose: string;
  readonly name: string;
  readonly trust: PolicyDocument;
  readonly managedPolicyArns: readonly string[];
  readonly policies: Permissions['policies'];
  /** The document's own boundary for it. */
  readonly boundary?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}
