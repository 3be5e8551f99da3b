import type { CreateAccessEntryRequest } from '@aws-sdk/client-eks';
import { invalidParameter } from '../errors.ts';

export const TYPES = [
  'STANDARD',
  'FARGATE_LINUX',
  'EC2_LINUX',
  'EC2_WINDOWS',
  'EC2',
  'HYBRID_LINUX',
  'HYPERPOD_LINUX',
] as const;
export type AccessEntryType = (typeof TYPES)[number];

/**
 * Refuses groups and usernames that an access entry may not have (EKS guide, "Create access entries", "Set a custom
 * username").
 */
export function checkIdentity(
  clusterName: string | undefined,
  type: AccessEntryType,
  input: Pick<CreateAccessEntryRequest, 'kubernetesGroups' | 'username'>,
): void {
  const refused = type === 'STANDARD' ? undefined : givenMember(input);
  if (refused !== undefined) {
    throw invalidParameter(
      `The specified ${refused} is invalid: setting ${refused} is not allowed when the type is "${type}"`,
      { clusterName },
    );
  }
  for (const group of input.kubernetesGroups ?? []) {
    const prefix = /^(system|eks|aws|amazon|iam):/.exec(group)?.[0];
    if (prefix !== undefined) {
      throw invalidParameter(
        `The kubernetes group name ${group} is invalid, it cannot start with ${prefix}`,
        {
          clusterName,
        },
      );
    }
  }
  const prefix = /^(system|eks|aws|amazon|iam):/.exec(input.username ?? '')?.[0];
  if (prefix !== undefined) {
    throw invalidParameter(`The username must not begin with ${prefix}`, { clusterName });
  }
  if (/^[^:]*\{\{SessionName(?:Raw)?\}\}/.test(input.username ?? '')) {
    throw invalidParameter(
      `The username ${input.username} is invalid, it must include a colon before {{SessionName}}`,
      { clusterName },
    );
  }
}

const givenMember = ({
  kubernetesGroups,
  username,
}: Pick<CreateAccessEntryRequest, 'kubernetesGroups' | 'username'>) => {
  if (kubernetesGroups?.length) return 'kubernetesGroups';
  return username === undefined ? undefined : 'username';
};

/** The name that a principal has in the cluster where its entry gives none. */
export function usernameOf(principalArn: string, type: AccessEntryType): string {
  if (type === 'FARGATE_LINUX' || type === 'HYBRID_LINUX') return 'system:node:{{SessionName}}';
  if (type !== 'STANDARD') return 'system:node:{{EC2PrivateDNSName}}';
  const [, account, name] = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(principalArn) ?? [];
  return name === undefined ? principalArn : `arn:aws:sts::${account}:assumed-role/${name}/{{SessionName}}`;
}
