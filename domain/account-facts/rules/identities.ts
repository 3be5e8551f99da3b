import { knownOf } from '../answer.ts';
import type { AccountFacts, RoleFacts } from '../facts.ts';
import { policyUses, type RoleUse, roleUses } from '../identities.ts';
import { namedInstanceProfiles } from '../named.ts';
import type { FactFinding, FactRule } from './rule.ts';

const SUFFIX = /\.amazonaws\.com(\.cn)?$/;

function trustFinding({ arn, path, parts, service, federated }: RoleUse, role: RoleFacts): FactFinding[] {
  if (federated)
    return role.trustsFederated
      ? []
      : [
          {
            path,
            found: arn,
            allowed: "a role that trusts the cluster's OIDC provider",
            message: 'the trust policy of this role lets no identity provider assume it, so that pods cannot',
            parts,
            isWarning: true,
          },
        ];
  const trusted = role.services.map((principal) => principal.replace(SUFFIX, ''));
  if (service === undefined || trusted.includes(service) || trusted.includes('*')) return [];
  return [
    {
      path,
      found: arn,
      allowed: `a role that trusts ${service}.amazonaws.com`,
      message: `the trust policy of this role lets ${role.services.join(', ') || 'no service'} assume it`,
      parts,
    },
  ];
}

function roleFindings(use: RoleUse, facts: AccountFacts): FactFinding[] {
  const answer = facts.roles[use.arn];
  if (!answer || 'denied' in answer) return [];
  const { path, arn, parts } = use;
  const role = answer.known;
  if (!role)
    return [
      {
        path,
        found: arn,
        allowed: 'a role that exists',
        message: 'there is no such role in this account',
        parts,
      },
    ];
  if (role.arn !== arn)
    return [
      { path, found: arn, allowed: role.arn, message: 'the role of this name has another path', parts },
    ];
  return trustFinding(use, role);
}

const roles: FactRule = ({ config, facts }) => roleUses(config).flatMap((use) => roleFindings(use, facts));

/** EKS and EC2 take no role of another account: nobody can pass one on. */
const ofOtherAccounts: FactRule = ({ config, account }) =>
  roleUses(config)
    .filter(({ service, arn }) => service !== undefined && !arn.includes(`:${account.accountId}:`))
    .map(({ path, arn, parts }) => ({
      path,
      found: arn,
      allowed: `a role of account ${account.accountId}`,
      message: 'AWS passes no role of another account to a service',
      parts,
    }));

const policies: FactRule = ({ config, facts }) =>
  policyUses(config)
    .filter(({ arn }) => knownOf(facts.policies[arn]) === false)
    .map(({ arn, path }) => ({
      path,
      found: arn,
      allowed: 'a policy that exists',
      message: arn.includes(':iam::aws:')
        ? 'AWS has no managed policy of this name and path'
        : 'there is no such policy in this account',
      parts: [],
    }));

const profiles: FactRule = ({ config, facts }) =>
  namedInstanceProfiles(config).flatMap(({ id, path, parts }, index): FactFinding[] => {
    const answer = facts.instanceProfiles[id];
    if (!answer || 'denied' in answer) return [];
    const holds = answer.known;
    if (!holds) {
      const message = 'there is no such instance profile in this account';
      return [{ path, found: id, allowed: 'an instance profile that exists', message, parts }];
    }
    const role = config.nodeGroups.filter(({ iam }) => iam?.instanceProfileARN)[index]?.iam?.instanceRoleARN;
    if (role === undefined || holds.includes(role)) return [];
    return [
      {
        path: path.replace('instanceProfileARN', 'instanceRoleARN'),
        found: role,
        allowed: holds.join(', ') || 'a profile with a role in it',
        message: `the instance profile ${id} holds another role, so that its nodes would not be let in`,
        parts,
      },
    ];
  });

/** Names that were left out of a look, so that a document of very many names does not take all of IAM's calls. */
const leftOut: FactRule = ({ config, facts, account }) => {
  const ours = new Set(
    [...roleUses(config), ...policyUses(config)]
      .map(({ arn }) => arn)
      .filter((arn) => arn.includes(`:${account.accountId}:`) || arn.includes(':iam::aws:')),
  );
  const missing = [...ours].filter((arn) => !facts.roles[arn] && !facts.policies[arn]);
  if (missing.length === 0) return [];
  return [
    {
      path: '',
      found: `${ours.size} roles and policies`,
      allowed: 'as many as one likes',
      message: `${missing.length} of them are not looked up`,
      parts: [],
      isWarning: true,
    },
  ];
};

export const identityRules: readonly FactRule[] = [roles, ofOtherAccounts, policies, profiles, leftOut];
