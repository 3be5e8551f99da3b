import type { Account } from './account.ts';
import { managedPolicyOperations } from './policies/managed.ts';
import { instanceProfileOperations } from './roles/instance-profiles.ts';
import { addRole } from './roles/roles.ts';

/**
 * Identities that a scenario may put into the account beforehand, because a user's file names them. Not an API: IAM
 * is not asked, nothing takes time, and an identity that is already there stays as it is.
 */
export interface IamPlants {
  plantRole(given: {
    /** Begins and ends with a slash. */
    readonly path: string;
    readonly name: string;
    /** Service principals that it trusts; none means that it trusts the account. */
    readonly services: readonly string[];
    /** Names of AWS managed policies. */
    readonly managedPolicyNames: readonly string[];
  }): void;
  plantUser(arn: string): void;
  plantPolicy(given: {
    readonly path: string;
    readonly name: string;
    readonly statements: readonly Readonly<Record<string, string>>[];
  }): void;
  plantInstanceProfile(given: {
    readonly path: string;
    readonly name: string;
    readonly roleName: string;
  }): void;
}

const document = (Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

function trustOf(account: Account, services: readonly string[]): string {
  const Principal = services.length > 0 ? { Service: services } : { AWS: account.arn('root') };
  // Pod Identity and Auto Mode tag their sessions.
  return document([{ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:TagSession'] }]);
}

export function iamPlants(account: Account): IamPlants {
  const { state } = account;
  const call = {
    operation: '',
    caller: { kind: 'service', principal: '', accountId: '' },
    requestId: '',
  } as const;
  const policies = managedPolicyOperations(account);
  const profiles = instanceProfileOperations(account);
  return {
    plantRole: ({ path, name, services, managedPolicyNames }) => {
      if (state.roles.has(name)) return;
      const trust = trustOf(account, services);
      const role = addRole(account, { RoleName: name, Path: path, AssumeRolePolicyDocument: trust }, 0);
      for (const policy of managedPolicyNames)
        role.attachedPolicies.add(`arn:${account.region.partition}:iam::aws:policy/${policy}`);
    },
    plantUser: (arn) => void state.users.add(arn),
    plantPolicy: ({ path, name, statements }) => {
      if (state.policies.has(account.arn(`policy${path}${name}`))) return;
      policies.CreatePolicy?.({ PolicyName: name, Path: path, PolicyDocument: document(statements) }, call);
    },
    plantInstanceProfile: ({ path, name, roleName }) => {
      if (state.instanceProfiles.has(name)) return;
      profiles.CreateInstanceProfile?.({ InstanceProfileName: name, Path: path }, call);
      profiles.AddRoleToInstanceProfile?.({ InstanceProfileName: name, RoleName: roleName }, call);
    },
  };
}
