import { isFleetPrincipal } from '../access/principals.ts';
import { isServiceLinked } from '../contents/access-entry/describe.ts';
import { admittedRoles, EKS_KINDS } from '../contents/kinds.ts';
import { autoModeNodeRoleArn } from '../desired/roles/roles.ts';
import type { Difference } from '../drift/differences.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { Contents } from './contents.ts';
import type { Inventory } from './inventory.ts';
import type { Target } from './target.ts';

/** Roles that EKS itself makes entries for, together with the content that uses them. */
function rolesOfEks(
  { resources }: Contents,
  cluster: DescribedCluster,
  { config, account }: Pick<Target, 'config' | 'account'>,
): ReadonlySet<string> {
  const roles = resources.flatMap((content) =>
    'request' in content ? admittedRoles(content.kind, [content.request]) : [],
  );
  // A cluster that sleeps without its own pools shows no role of theirs; its entry stays.
  const autoMode = cluster.computeConfig?.nodeRoleArn ?? autoModeNodeRoleArn(config, account);
  return new Set([...roles, ...(autoMode ? [autoMode] : [])]);
}

/**
 * The contents that are there and that the document does not name. Entries that EKS made itself for roles are EKS's
 * own.
 */
export function extraDifferences(
  contents: Contents,
  inventory: Inventory,
  cluster: DescribedCluster,
  target: Pick<Target, 'config' | 'account'>,
): readonly Difference[] {
  const ofEks = rolesOfEks(contents, cluster, target);
  const named = new Set(contents.resources.map(({ key }) => key));
  const entries = inventory.accessEntry.filter(
    (arn) => !ofEks.has(arn) && !isServiceLinked(arn) && !isFleetPrincipal(arn),
  );
  const keys = EKS_KINDS.flatMap((kind) =>
    (kind === 'accessEntry' ? entries : inventory[kind]).map((name) => `${kind}/${name}`),
  );
  return keys.filter((key) => !named.has(key)).map((path) => ({ path, wanted: 'nothing', found: 'there' }));
}
