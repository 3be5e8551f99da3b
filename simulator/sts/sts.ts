import { AwsError } from '../aws-error.ts';
import { type RoleAssumption, sessionOf } from '../iam/roles/assume.ts';
import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Call, Caller, Service } from '../service.ts';

/** Issues credentials for a caller; STS adds the expiration. */
export type IssueCredentials = (
  caller: Caller,
  durationSeconds: number,
) => { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };

interface AssumeRoleInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
  readonly ExternalId?: string;
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', message, { statusCode: 400 });

/** SDK typing of `AssumeRoleRequest`: patterns, lengths, and the limits of a session's duration. */
function checkRequest(input: AssumeRoleInput, caller: Caller, longestSeconds: number): number {
  const seconds = input.DurationSeconds ?? 3600;
  if (!/^[\w+=,.@-]{2,64}$/.test(input.RoleSessionName)) {
    throw invalid(
      `1 validation error detected: Value '${input.RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    );
  }
  if (seconds < 900 || seconds > 43_200) {
    const bound = seconds < 900 ? 'greater than or equal to 900' : 'less than or equal to 43200';
    throw invalid(
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: ` +
        `Member must have value ${bound}`,
    );
  }
  if (caller.kind === 'role' && seconds > 3600) {
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > longestSeconds) {
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return seconds;
}

/**
 * STS, one for all regions; `iam` is asked whether a role may be assumed. Session policies, session tags and
 * source identities are not modelled.
 */
export function createSts(
  region: Region,
  iam: () => RoleAssumption,
  issueCredentials: IssueCredentials,
): Service {
  const { kernel } = region;
  return {
    signingName: 'sts',
    // GetCallerIdentity needs no permission; AssumeRole is judged by the role's own trust policy, in the operation.
    authorize: () => [],
    operations: operationsOf(kernel, 'sts', {
      AssumeRole: {
        members: ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'ExternalId'],
        run: (input: AssumeRoleInput, { caller }: Call) => {
          const role = iam().assertAssumable(caller, input.RoleArn, {
            'sts:RoleSessionName': input.RoleSessionName,
            ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
          });
          const seconds = checkRequest(input, caller, role.maxSessionDuration);
          const session = sessionOf(input.RoleArn, input.RoleSessionName, region);
          const keys = issueCredentials(session, seconds);
          return {
            Credentials: {
              AccessKeyId: keys.accessKeyId,
              SecretAccessKey: keys.secretAccessKey,
              SessionToken: keys.sessionToken,
              Expiration: new Date(kernel.now() + seconds * 1000),
            },
            AssumedRoleUser: { AssumedRoleId: `${role.roleId}:${input.RoleSessionName}`, Arn: session.arn },
            PackedPolicySize: 0,
          };
        },
      },
      GetCallerIdentity: {
        members: [],
        run: (_input: unknown, { caller }: Call) => ({
          Account: caller.accountId,
          Arn: 'arn' in caller ? caller.arn : caller.principal,
          UserId: userIdOf(caller, iam),
        }),
      },
    }),
  };
}

function userIdOf(caller: Caller, iam: () => RoleAssumption): string {
  if (caller.kind === 'service') return caller.principal;
  if (caller.kind === 'administrator') return 'AIDASIMULATEDADMIN001';
  const session = caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
  return `${iam().find(caller.roleArn)?.roleId ?? ''}:${session}`;
}
