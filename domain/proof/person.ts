/** The role that people of Identity Center have by a permission set: `AWSReservedSSO_<permission set>_<16 digits>`. */
const OF_IDENTITY_CENTER = /^AWSReservedSSO_([\w+=,.@-]+)_[0-9a-f]{16}$/;

/** A principal of IAM, as STS names who has called it. */
export type Principal =
  | { readonly kind: 'user' | 'federated'; readonly name: string }
  | { readonly kind: 'role'; readonly role: string; readonly session: string }
  | { readonly kind: 'root' };

/** The principal of an ARN that STS has answered, with its account; undefined for one that is of none of these. */
export function principalOf(arn: string): (Principal & { readonly account: string }) | undefined {
  const [, service, account = '', resource = ''] = /^arn:[a-z-]+:(iam|sts)::(\d{12}):(.+)$/s.exec(arn) ?? [];
  const [type, ...names] = resource.split('/');
  const [first = '', session = ''] = names;
  if (service === 'iam' && resource === 'root') return { account, kind: 'root' };
  if (service === 'iam' && type === 'user' && first !== '')
    return { account, kind: 'user', name: names.join('/') };
  if (service === 'sts' && type === 'federated-user' && first !== '')
    return { account, kind: 'federated', name: first };
  if (service === 'sts' && type === 'assumed-role' && first !== '' && session !== '' && names.length === 2)
    return { account, kind: 'role', role: first, session };
  return undefined;
}

/**
 * The person that an ARN stands for, as far as it can. Who takes a role says the session's name, so that it counts for
 * nothing, but for roles of Identity Center, which names its sessions itself: there the session is the person, whichever
 * permission set it is by. A federated user's name is said by whoever made it, too.
 */
function personOf(arn: string): string | undefined {
  const principal = principalOf(arn);
  if (!principal) return undefined;
  const { account } = principal;
  switch (principal.kind) {
    case 'root':
      return `root of ${account}`;
    case 'user':
      return `user ${arn}`;
    case 'federated':
      return `federated by ${account}`;
    case 'role':
      return OF_IDENTITY_CENTER.test(principal.role)
        ? `person ${principal.session.toLowerCase()}`
        : `role ${account} ${principal.role}`;
  }
}

/**
 * True where two ARNs may stand for one person: an approval by the second of what the first has asked for would then be
 * nobody's. Also where one of them tells nothing.
 */
export function isSamePerson(one: string, other: string): boolean {
  const [first, second] = [personOf(one), personOf(other)];
  return first === undefined || second === undefined || first === second;
}

/** True of a session of a role, of people with an Identity Center permission set, and of a user, by its name. */
export function isNamed(arn: string, name: string): boolean {
  const principal = principalOf(arn);
  if (principal?.kind === 'user') return principal.name === name;
  if (principal?.kind !== 'role') return false;
  return principal.role === name || OF_IDENTITY_CENTER.exec(principal.role)?.[1] === name;
}
