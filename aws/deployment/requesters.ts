import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { named } from '../errors.ts';
import type { Templates } from './compile-templates.ts';
import { REQUESTERS_PARAMETER, regionalStack } from './deploy.ts';
import { findStack } from './find-stack.ts';

interface RegionalTemplate {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: string }>>;
}

const listOf = (text: string): readonly string[] => text.split(',').map((arn) => arn.trim());

/** The requesters of a deployment that names none: those of the last deployment, or the template's. */
export async function requestersSoFar(
  home: string,
  stage: string,
  { regional }: Templates,
): Promise<readonly string[]> {
  const stack = await findStack(new CloudFormationClient({ region: home }), regionalStack(stage));
  const last = stack?.Parameters?.find(({ ParameterKey }) => ParameterKey === REQUESTERS_PARAMETER);
  const { Parameters = {} } = JSON.parse(regional) as RegionalTemplate;
  return listOf(last?.ParameterValue ?? Parameters[REQUESTERS_PARAMETER]?.Default ?? '');
}

/**
 * The caller as conditions on `aws:PrincipalArn` see it: for a session, its role with its path (IAM guide, "AWS
 * global condition context keys"). Only IAM knows the path; it is left out where IAM does not tell this caller.
 */
export async function callingPrincipal(region: string): Promise<string> {
  const { Arn = '' } = await named(new STSClient({ region }).send(new GetCallerIdentityCommand({})));
  const [, partition, account, RoleName] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(Arn) ?? [];
  if (RoleName === undefined) return Arn;
  const found = await new IAMClient({ region }).send(new GetRoleCommand({ RoleName })).catch(() => undefined);
  return found?.Role?.Arn ?? `arn:${partition}:iam::${account}:role/${RoleName}`;
}

/** `ArnLike` of IAM policies: each of the six parts by itself, with `*` and `?` (IAM guide, "ARN condition operators"). */
export function isArnLike(arn: string, pattern: string): boolean {
  const parts = partsOf(arn);
  return partsOf(pattern).every((part, index) => wildcard(part).test(parts[index] ?? ''));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [0, 1, 2, 3, 4, 5].map((index) => (index < 5 ? parts[index] : parts.slice(5).join(':')) ?? '');
}

const wildcard = (pattern: string): RegExp => {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
};
