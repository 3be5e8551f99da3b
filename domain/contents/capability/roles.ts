import type { Capability, ClusterConfig } from '../../cluster-config/config.ts';
import type { Account } from '../../desired/account.ts';
import { roleArnOf, roleName } from '../../desired/names.ts';
import type { DesiredRole } from '../../desired/roles/desired-role.ts';
import { writtenPermissions } from '../../desired/roles/permissions.ts';
import { trustServices } from '../../desired/roles/policy-document.ts';

/** The role that EKS runs a capability with: given, or ours. */
export function capabilityRoleArn(config: ClusterConfig, account: Account, capability: Capability): string {
  return capability.roleArn ?? roleArnOf(account, roleName(config, `capability-${capability.name}`));
}

export function capabilityRoles(config: ClusterConfig, account: Account): DesiredRole[] {
  return (config.capabilities ?? [])
    .filter((capability) => !capability.roleArn)
    .map((capability) => ({
      purpose: `capability-${capability.name}`,
      name: roleName(config, `capability-${capability.name}`),
      // "Amazon EKS capability IAM role" of the user guide.
      trust: trustServices(account, ['capabilities.eks'], ['sts:AssumeRole', 'sts:TagSession']),
      ...writtenPermissions(account, {
        document: capability.attachPolicy,
        arns: capability.attachPolicyARNs,
      }),
      boundary: capability.permissionsBoundary,
      tags: capability.tags,
    }));
}
