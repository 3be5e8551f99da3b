import { same, sameItems, tagsToSet } from '../../decide/compare.ts';
import { type Change, create, type Decision, nothing, refuse, update, wait } from '../../decide/decision.ts';
import type { AccessScope, DesiredAccessEntry } from './desired.ts';

/** An access entry as DescribeAccessEntry shows it, with the answer of ListAssociatedAccessPolicies. */
export interface ObservedAccessEntry {
  readonly accessEntryArn: string;
  readonly principalArn: string;
  readonly type: string;
  readonly kubernetesGroups?: readonly string[];
  readonly username?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly associatedAccessPolicies: readonly {
    readonly policyArn: string;
    readonly accessScope: AccessScope;
  }[];
}

interface Principal {
  readonly clusterName: string;
  readonly principalArn: string;
}

export type AccessEntryChange =
  | Change<
      'UpdateAccessEntry',
      Principal & { readonly kubernetesGroups?: readonly string[]; readonly username?: string }
    >
  | Change<
      'AssociateAccessPolicy',
      Principal & { readonly policyArn: string; readonly accessScope: AccessScope }
    >
  | Change<'DisassociateAccessPolicy', Principal & { readonly policyArn: string }>
  | Change<'TagResource', { readonly resourceArn: string; readonly tags: Readonly<Record<string, string>> }>;

type Decided = Decision<AccessEntryChange>;

function entry({ request }: DesiredAccessEntry, observed: ObservedAccessEntry): Decided {
  const { clusterName, principalArn, kubernetesGroups, username } = request;
  if (request.type !== observed.type) {
    return refuse(
      'accessConfig.accessEntries.type',
      `EKS cannot change the type of the entry of ${principalArn} (it is ${observed.type})`,
      'delete the entry (aws eks delete-access-entry) and apply again',
    );
  }
  const groupsSame = kubernetesGroups === undefined || sameItems(kubernetesGroups, observed.kubernetesGroups);
  if (groupsSame && (username === undefined || username === observed.username)) return nothing;
  const change = {
    clusterName,
    principalArn,
    ...(kubernetesGroups ? { kubernetesGroups } : {}),
    ...(username ? { username } : {}),
  };
  return update({ operation: 'UpdateAccessEntry', request: change }, `change the entry of ${principalArn}`);
}

/** The scope as EKS answers it: namespaces in no particular order. */
function sameScope(a: AccessScope, b: AccessScope): boolean {
  return a.type === b.type && sameItems(a.namespaces, b.namespaces);
}

function policies(
  { request, policies: wanted, madeByEks }: DesiredAccessEntry,
  observed: ObservedAccessEntry,
): Decided {
  const principal = { clusterName: request.clusterName, principalArn: request.principalArn };
  const seen = observed.associatedAccessPolicies;
  // Associating again replaces the scope.
  const missing = wanted.find(
    ({ policyArn, accessScope }) =>
      !seen.some((other) => other.policyArn === policyArn && sameScope(other.accessScope, accessScope)),
  );
  if (missing) {
    return update(
      { operation: 'AssociateAccessPolicy', request: { ...principal, ...missing } },
      `grant ${missing.policyArn.split('/').at(-1)} to ${principal.principalArn}`,
    );
  }
  // EKS itself grants a capability policies of its own, which are not ours to take.
  const surplus = madeByEks
    ? undefined
    : seen.find(({ policyArn }) => !wanted.some((other) => other.policyArn === policyArn));
  if (!surplus) return nothing;
  const change = { ...principal, policyArn: surplus.policyArn };
  return update(
    { operation: 'DisassociateAccessPolicy', request: change },
    `take ${surplus.policyArn.split('/').at(-1)} from ${principal.principalArn}`,
  );
}

/** Decides the next change of an access entry and of its policies, which are associated one by one. */
export function decideAccessEntry(
  desired: DesiredAccessEntry,
  observed: ObservedAccessEntry | undefined,
): Decided {
  if (!observed) return desired.madeByEks ? wait('CreateCapability') : create;
  if (!desired.madeByEks) {
    const decided = entry(desired, observed);
    if (decided.do !== 'nothing') return decided;
  }
  const granted = policies(desired, observed);
  if (granted.do !== 'nothing' || desired.madeByEks) return granted;
  const missing = tagsToSet(observed.tags, desired.request.tags);
  if (same(missing, {})) return nothing;
  return update(
    { operation: 'TagResource', request: { resourceArn: observed.accessEntryArn, tags: missing } },
    'tag the access entry',
  );
}
