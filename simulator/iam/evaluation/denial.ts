import { AwsError } from '../../aws-error.ts';
import type { Authorization, Caller } from '../../service.ts';

export type PolicyType = 'identity-based' | 'resource-based' | 'permissions boundary' | 'trust';

/** The caller's name in a refusal. */
export function nameOf(caller: Caller): string {
  return caller.kind === 'service' ? caller.principal : caller.arn;
}

/**
 * AWS's words for a refusal (IAM guide, "Troubleshooting access denied error messages"):
 * `… because no <type> policy allows the <action> action` or `… with an explicit deny in a <type> policy`.
 */
export function denialText(
  caller: Caller,
  { action, resource }: Authorization,
  cause: { readonly type: PolicyType; readonly explicit: boolean },
): string {
  const subject = `User: ${nameOf(caller)} is not authorized to perform: ${action} on resource: ${resource}`;
  if (cause.type === 'trust') return subject;
  const type = cause.type === 'permissions boundary' ? cause.type : `${cause.type} policy`;
  const article = cause.type === 'identity-based' ? 'an' : 'a';
  return cause.explicit
    ? `${subject} with an explicit deny in ${article} ${type}`
    : `${subject} because no ${type} allows the ${action} action`;
}

/** Services whose protocol names the refusal otherwise than `AccessDenied`, by their IAM prefix. */
const CODES: Readonly<Record<string, string>> = {
  ec2: 'UnauthorizedOperation',
  sns: 'AuthorizationError',
  eks: 'AccessDeniedException',
  lambda: 'AccessDeniedException',
  states: 'AccessDeniedException',
  dynamodb: 'AccessDeniedException',
  events: 'AccessDeniedException',
  scheduler: 'AccessDeniedException',
  logs: 'AccessDeniedException',
  ssm: 'AccessDeniedException',
  ecr: 'AccessDeniedException',
  kms: 'AccessDeniedException',
  secretsmanager: 'AccessDeniedException',
  pipes: 'AccessDeniedException',
};

/** The code of a service's refusal: `AccessDenied`, `AccessDeniedException`, `UnauthorizedOperation`… */
export const deniedCodeOf = (iamPrefix: string): string => CODES[iamPrefix] ?? 'AccessDenied';

/** The service's own error for a refusal. */
export function accessDenied(iamPrefix: string, text: string): AwsError {
  const message = iamPrefix === 'ec2' ? `You are not authorized to perform this operation. ${text}` : text;
  return new AwsError(deniedCodeOf(iamPrefix), message, { statusCode: 403 });
}
