import type { Authorization, Caller } from '../../service.ts';
import type { IamState } from '../state.ts';

/** Condition keys of a request by their lower-case name; a key has one or several values. */
export type RequestContext = Pick<ReadonlyMap<string, readonly string[]>, 'get'>;

export function roleNameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}

/** The account in an ARN; undefined where the text has fewer parts. */
export function accountIn(arn: string): string | undefined {
  let start = 0;
  for (let colon = 0; colon < 4; colon++) {
    start = arn.indexOf(':', start) + 1;
    if (start === 0) return undefined;
  }
  const end = arn.indexOf(':', start);
  return arn.slice(start, end < 0 ? undefined : end);
}

/** The state, region and clock that all questions share. */
export interface Environment {
  readonly state: IamState;
  readonly region: string;
  readonly now: () => number;
}

/**
 * The global condition keys that AWS puts into every request, and those that the service named
 * (IAM guide, "AWS global condition context keys"). `aws:SourceIp` and the VPC keys are absent: the simulated
 * world has no network between a caller and an API.
 */
export function requestContext(
  caller: Caller,
  authorization: Authorization,
  environment: Environment,
): RequestContext {
  // Most statements have no condition, so that most requests never need their keys.
  let keys: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    get: (key) => {
      keys ??= keysOf(caller, authorization, environment);
      return keys.get(key);
    },
  };
}

function keysOf(
  caller: Caller,
  authorization: Authorization,
  environment: Environment,
): ReadonlyMap<string, readonly string[]> {
  const context = new Map<string, readonly string[]>();
  const put = (key: string, value: string | readonly string[]) =>
    context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  const now = environment.now();
  put('aws:CurrentTime', new Date(now).toISOString());
  put('aws:EpochTime', String(Math.floor(now / 1000)));
  put('aws:RequestedRegion', environment.region);
  put('aws:SecureTransport', 'true');
  put('aws:PrincipalIsAWSService', String(caller.kind === 'service'));
  const resourceAccount = accountIn(authorization.resource);
  if (resourceAccount) put('aws:ResourceAccount', resourceAccount);
  putPrincipal(put, caller, environment.state);
  for (const [key, value] of Object.entries(authorization.context ?? {})) {
    put(key, typeof value === 'boolean' ? String(value) : value);
  }
  return context;
}

function putPrincipal(
  put: (key: string, value: string | readonly string[]) => void,
  caller: Caller,
  state: IamState,
): void {
  if (caller.kind === 'service') {
    put('aws:PrincipalServiceName', caller.principal);
    put('aws:SourceAccount', caller.accountId);
    if (caller.sourceArn) put('aws:SourceArn', caller.sourceArn);
    return;
  }
  put('aws:PrincipalAccount', caller.accountId);
  if (caller.kind === 'administrator') {
    put('aws:PrincipalArn', caller.arn);
    put('aws:PrincipalType', 'User');
    put('aws:username', caller.arn.slice(caller.arn.lastIndexOf('/') + 1));
    return;
  }
  put('aws:PrincipalArn', caller.roleArn);
  put('aws:PrincipalType', 'AssumedRole');
  const role = state.roles.get(roleNameOf(caller.roleArn));
  if (!role) return;
  put('aws:userid', `${role.roleId}:${caller.arn.slice(caller.arn.lastIndexOf('/') + 1)}`);
  for (const [key, value] of role.tags) put(`aws:PrincipalTag/${key}`, value);
}
