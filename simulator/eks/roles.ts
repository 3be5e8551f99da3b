import type { AwsError } from '../aws-error.ts';
import type { Caller } from '../service.ts';
import type { EksAccount } from './account.ts';
import { accessDenied, type ErrorMembers, invalidParameter, invalidRequest } from './errors.ts';

/**
 * Refuses a role that is not there, does not trust the service for the resource, or is too new to be seen, in EKS's
 * own words. `aws:SourceArn` is the resource that the service works for (user guide, "Cross-service confused deputy
 * prevention"). Whether the caller may pass the role is asked before, by `authorizeEks`.
 */
export function checkTrust(
  account: EksAccount,
  roleArn: string,
  principal: string,
  sourceArn: string | undefined,
  refusal: () => AwsError,
): void {
  const { roles } = account.region;
  if (!roles.find(roleArn)) throw refusal();
  account.refusing(() => roles.assume(roleArn, principal, 'aws-eks', sourceArn), refusal);
}

/** EKS takes roles of the cluster's own account alone, before it looks for the cluster (observed: cdk-preflight). */
export function checkOwnAccount(account: EksAccount, roleArn: string | undefined): void {
  if (roleArn === undefined || roleArn.split(':')[4] === account.region.accountId) return;
  throw accessDenied('Cross-account pass role is not allowed.');
}

/** The observed words for the roles of clusters and capabilities (terraform-aws-eks#2406). */
export function checkServiceRole(
  account: EksAccount,
  roleArn: string,
  principal: string,
  clusterName: string,
): void {
  checkTrust(account, roleArn, principal, account.region.arn('eks', `cluster/${clusterName}`), () =>
    invalidParameter(
      `Role with arn: ${roleArn}, could not be assumed because it does not exist or the trusted entity is not correct`,
      { clusterName },
    ),
  );
}

/** Roles of nodes must trust EC2 (observed words: eksctl#3290). */
export function checkNodeTrust(account: EksAccount, roleArn: string, members: ErrorMembers): void {
  checkTrust(account, roleArn, 'ec2.amazonaws.com', undefined, () =>
    invalidParameter(
      `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${roleArn}`,
      members,
    ),
  );
}

/**
 * Makes EKS's service-linked role where the account has none. EKS asks as its caller, who needs the permissions (user
 * guide, "Using service-linked roles for Amazon EKS"; observed words: awsdocs/amazon-eks-user-guide#279,
 * XenitAB/terraform-modules#396).
 */
export function ensureOwnRole(
  account: EksAccount,
  caller: Caller,
  principal: string,
  members: ErrorMembers,
): void {
  const { region } = account;
  const { name, arn, make } = region.roles.serviceLinked(principal);
  const refuse = (text: string, action: string) => () =>
    invalidRequest(`${text} due to missing permissions for '${action}'`, members);
  account.refusing(
    () => region.authorize(caller, { action: 'iam:GetRole', resource: arn }),
    refuse(`Failed to validate if SLR: ${name} already exists`, 'iam:GetRole'),
  );
  account.refusing(
    () => make(caller),
    refuse(`Failed to create service linked role: ${name}`, 'iam:CreateServiceLinkedRole'),
  );
}

/** The IAM principal behind a caller: a session's role, not the session. */
export function principalOf(caller: Caller): string {
  if (caller.kind === 'role') return caller.roleArn;
  return caller.kind === 'administrator' ? caller.arn : caller.principal;
}
