/** `arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_sre_0123456789abcdef/ann@example.com` in its parts. */
const ASSUMED = /^arn:[^:]+:sts::\d{12}:assumed-role\/([^/]+)\/(.+)$/;
const SSO = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** True of a session of a role, or of an Identity Center permission set, by its name. */
export function isInRole(arn: string, role: string): boolean {
  const [, name = ''] = ASSUMED.exec(arn) ?? [];
  return name !== '' && (name === role || SSO.exec(name)?.[1] === role);
}

/**
 * The person behind an ARN. Whoever assumes a role chooses the session's name, so that it tells nobody apart; only that of
 * Identity Center's roles is the person's.
 */
function personOf(arn: string): string {
  const [, role, session] = ASSUMED.exec(arn) ?? [];
  if (role === undefined) return arn;
  return SSO.test(role) ? `sso/${session}` : `role/${role}`;
}

export const isSamePerson = (arn: string, other: string): boolean => personOf(arn) === personOf(other);
