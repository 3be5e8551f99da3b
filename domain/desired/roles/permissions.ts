import type { WellKnownPolicies } from '../../cluster-config/config.ts';
import type { Account } from '../account.ts';
import type { PolicyDocument } from './policy-document.ts';
import { type Permissions, wellKnownPermissions } from './well-known-policies.ts';

/** The ways in which a document gives a role its permissions. */
export interface WrittenPermissions {
  readonly document?: unknown;
  readonly documentName?: string | undefined;
  readonly arns?: readonly string[] | undefined;
  readonly wellKnown?: WellKnownPolicies | undefined;
}

/** Adds up the permissions of a document: an inline document, policies by ARN and well known sets. */
export function writtenPermissions(account: Account, written: WrittenPermissions): Permissions {
  const wellKnown = wellKnownPermissions(account, written.wellKnown);
  const own = written.document
    ? [{ PolicyName: written.documentName ?? 'policy', PolicyDocument: written.document as PolicyDocument }]
    : [];
  return {
    managedPolicyArns: [...new Set([...(written.arns ?? []), ...wellKnown.managedPolicyArns])],
    policies: [...own, ...wellKnown.policies],
  };
}
