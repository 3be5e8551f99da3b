import type { AwsError } from '../aws-error.ts';
import type { Caller } from '../service.ts';
import type { EksAccount } from './eks-account.ts';
import { invalidParameter } from './errors.ts';

/**
 * Checks a role that a request passes: that it exists and trusts the service, in EKS's own words, and then
 * that the caller may pass it, in IAM's.
 */
export function checkPassedRole(
  account: EksAccount,
  caller: Caller,
  roleArn: string,
  principal: string,
  refusal: () => AwsError,
): void {
  const { roles } = account.region;
  if (!roles.find(roleArn)) throw refusal();
  account.refusing(() => roles.assume(roleArn, principal, 'aws-eks'), refusal);
  roles.assertPassable(caller, roleArn, principal);
}

export function checkClusterRole(
  account: EksAccount,
  caller: Caller,
  roleArn: string,
  clusterName: string,
): void {
  checkPassedRole(account, caller, roleArn, 'eks.amazonaws.com', () =>
    invalidParameter(
      `Role with arn: ${roleArn}, could not be assumed because it does not exist or the trusted entity is not correct`,
      { clusterName },
    ),
  );
}

/** The IAM principal behind a caller: a session's role, not the session. */
export function principalOf(caller: Caller): string {
  if (caller.kind === 'role') return caller.roleArn;
  return caller.kind === 'administrator' ? caller.arn : caller.principal;
}
