import { type Addon, type ClusterConfig, isWindows } from '../cluster-config/config.ts';
import { isNodeless } from '../contents/addon/desired.ts';
import { hasOwnPermissions } from '../contents/addon/roles.ts';
import type { Account } from '../desired/account.ts';
import { desiredRoles } from '../desired/roles/roles.ts';
import { knownOf } from './answer.ts';
import type { AccountFacts, AddonConfiguration } from './facts.ts';
import { type PlacedGroup, placedGroups } from './groups.ts';

/** True where the document gives the pods of an add-on no role, so that all they can have is their node's. */
export const needsPermissions = (config: ClusterConfig, addon: Addon): boolean =>
  !hasOwnPermissions(config, addon);

/**
 * Add-ons with pods in the network of their node: the node's metadata service answers them whatever its hop limit is.
 */
const ON_THE_NODES_NETWORK = ['vpc-cni'];

interface NodePolicies {
  readonly managed: readonly string[];
  /** An inline policy of the user's own, which may allow the same. */
  readonly hasOwn: boolean;
}

function policiesOf(
  config: ClusterConfig,
  account: Account,
  facts: AccountFacts,
  { group }: PlacedGroup,
): NodePolicies | undefined {
  const given = group.iam?.instanceRoleARN;
  if (given !== undefined) {
    const role = knownOf(facts.roles[given]);
    // An inline policy of a role that is given is not read.
    return role && { managed: role.managedPolicies, hasOwn: false };
  }
  const role = desiredRoles(config, account).find(({ purpose }) => purpose === `nodegroup-${group.name}`);
  return role && { managed: role.managedPolicyArns, hasOwn: role.policies.length > 0 };
}

const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

/**
 * True where every node that an add-on's pods may be on gives them the permissions that AWS recommends; also where
 * nobody can say.
 */
export function nodesCarry(
  config: ClusterConfig,
  account: Account,
  facts: AccountFacts,
  addon: Addon,
  { serviceAccounts }: AddonConfiguration,
): boolean {
  const wanted = serviceAccounts.flatMap(({ recommendedManagedPolicies }) => recommendedManagedPolicies);
  const groups = placedGroups(config).filter(({ group }) => !isWindows(group));
  // Without nodes, an add-on of every node is nowhere. The rest can be on Fargate alone, which has no role of nodes.
  if (groups.length === 0) return isNodeless(addon);
  return groups.every((placed) => {
    const hidden = placed.group.disablePodIMDS === true;
    if (hidden && !ON_THE_NODES_NETWORK.includes(addon.name.toLowerCase())) return false;
    const carried = policiesOf(config, account, facts, placed);
    if (!carried || carried.hasOwn) return true;
    return wanted.every((arn) => carried.managed.some((held) => nameOf(held) === nameOf(arn)));
  });
}
