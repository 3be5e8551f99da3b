import type { ClusterIssue } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { FREE_ADDRESSES_TO_UPDATE } from '../network/cluster-network.ts';
import type { ClusterRecord } from '../records.ts';

type Look = (account: EksAccount, description: ClusterRecord['description']) => ClusterIssue | undefined;

/**
 * An issue with the code that EKS was seen to give, which is not among those of the typing (observed: EKS guide, "cluster
 * health FAQs and error codes").
 */
const issue = (code: string, message: string, resourceIds: readonly string[]): ClusterIssue =>
  ({ code, message, resourceIds: [...resourceIds] }) as ClusterIssue;

/** The cluster stays ACTIVE, but EKS cannot patch it (CredentialEngine/CredentialRegistry#1063). */
const shortOfAddresses: Look = (account, { resourcesVpcConfig }) => {
  const short = (resourcesVpcConfig?.subnetIds ?? []).filter((id) => {
    const free = account.region.network.subnet(id)?.availableIpAddressCount;
    return free !== undefined && free < FREE_ADDRESSES_TO_UPDATE;
  });
  if (short.length === 0) return undefined;
  return issue(
    'InsufficientFreeAddresses',
    'One or more of the subnets associated with your cluster does not have enough available IP addresses for Amazon EKS to perform cluster management operations. Free up addresses in the subnet(s), or associate different subnets to your cluster using the Amazon EKS update-cluster-config API.',
    short,
  );
};

const roleGone: Look = (account, { roleArn = '' }) =>
  account.region.roles.find(roleArn)
    ? undefined
    : issue(
        'ASSUME_ROLE_ACCESS_DENIED',
        "Your cluster is not using the Amazon EKS service-linked-role. We couldn't assume the role associated with your cluster to perform required Amazon EKS management operations. Check the role exists and has the required trust policy.",
        [roleArn],
      );

const groupsGone: Look = (account, { resourcesVpcConfig }) => {
  const lost = (resourcesVpcConfig?.securityGroupIds ?? []).filter(
    (id) => !account.region.network.securityGroup(id),
  );
  if (lost.length === 0) return undefined;
  return issue(
    'SECURITY_GROUP_NOT_FOUND',
    "We couldn't find one or more security groups currently associated with your cluster. Call Amazon EKS update-cluster-config API to update security groups",
    lost,
  );
};

const keyDisabled: Look = (account, { encryptionConfig }) => {
  const disabled = (encryptionConfig ?? [])
    .map(({ provider }) => provider?.keyArn ?? '')
    .filter((arn) => account.settings.keyState(arn) === 'Disabled');
  if (disabled.length === 0) return undefined;
  return issue(
    'KMS_KEY_DISABLED',
    'The AWS KMS Key associated with your cluster is disabled. Re-enable the key to recover your cluster.',
    disabled,
  );
};

const LOOKS: readonly Look[] = [shortOfAddresses, roleGone, groupsGone, keyDisabled];

/** Issues that stand in the way of EKS's own work on a cluster, seen as they are asked for. */
export function healthIssues(account: EksAccount, { description }: ClusterRecord): readonly ClusterIssue[] {
  const held = description.health?.issues ?? [];
  if (description.status !== 'ACTIVE') return held;
  return [...held, ...LOOKS.flatMap((look) => look(account, description) ?? [])];
}
