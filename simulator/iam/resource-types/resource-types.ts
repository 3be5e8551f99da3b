import type { Operation, ResourceProvider } from '../../service.ts';
import type { Account } from '../account.ts';
import { performer } from './actions.ts';
import { managedPolicyProvider, policyProvider, rolePolicyProvider } from './policies.ts';
import { instanceProfileProvider, oidcProviderProvider, serviceLinkedRoleProvider } from './profiles.ts';
import { roleProvider } from './role.ts';

/** The CloudFormation types that IAM provides. */
export function iamResourceTypes(
  account: Account,
  operations: Readonly<Record<string, Operation>>,
): Readonly<Record<string, ResourceProvider>> {
  const actions = performer(account, operations);
  return {
    'AWS::IAM::Role': roleProvider(actions),
    'AWS::IAM::ManagedPolicy': managedPolicyProvider(actions),
    'AWS::IAM::Policy': policyProvider(actions),
    'AWS::IAM::RolePolicy': rolePolicyProvider(actions),
    'AWS::IAM::InstanceProfile': instanceProfileProvider(actions),
    'AWS::IAM::OIDCProvider': oidcProviderProvider(actions),
    'AWS::IAM::ServiceLinkedRole': serviceLinkedRoleProvider(actions),
  };
}
