import { isFleetPrincipal } from '../access/principals.ts';
import { isServiceLinked } from '../adopt/access.ts';
import { autoModeNodeRoleArn } from '../desired/roles.ts';
import type { Difference } from '../drift/differences.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { Contents } from './contents.ts';
import type { Target } from './target.ts';

/** Things by their keys as the contents of a document have them. */
function keysOf(inventory: Inventory): readonly string[] {
  const list = (kind: string, names: readonly string[]) => names.map((name) => `${kind}/${name}`);
  const associations = inventory.podIdentityAssociations.filter(({ ownerArn }) => ownerArn === undefined);
  return [
    ...list('nodeGroup', inventory.nodeGroups),
    ...list('fargateProfile', inventory.fargateProfiles),
    ...list('addon', inventory.addons),
    ...list(
      'podIdentityAssociation',
      associations.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
    ),
    ...list('identityProviderConfig', inventory.identityProviders),
    ...list('capability', inventory.capabilities),
  ];
}

/** Roles that EKS makes entries for when what runs with them is made. */
function rolesOfEks(
  { resources }: Contents,
  cluster: DescribedCluster,
  { config, account }: Pick<Target, 'config' | 'account'>,
): ReadonlySet<string> {
  const roles = resources.flatMap((resource) => {
    if (resource.kind === 'nodeGroup') return [resource.request.nodeRole];
    if (resource.kind === 'fargateProfile') return [resource.request.podExecutionRoleArn];
    return resource.kind === 'capability' ? [resource.request.roleArn] : [];
  });
  // A cluster that sleeps without its own pools shows no role of theirs; its entry stays.
  const autoMode = cluster.computeConfig?.nodeRoleArn ?? autoModeNodeRoleArn(config, account);
  return new Set([...roles, ...(autoMode ? [autoMode] : [])]);
}

/** What is there and the document does not name; entries of roles that EKS made entries for itself are its own. */
export function extraDifferences(
  contents: Contents,
  inventory: Inventory,
  cluster: DescribedCluster,
  target: Pick<Target, 'config' | 'account'>,
): readonly Difference[] {
  const ofEks = rolesOfEks(contents, cluster, target);
  const named = new Set(contents.resources.map(({ key }) => key));
  const entries = inventory.accessEntries.filter(
    (arn) => !ofEks.has(arn) && !isServiceLinked(arn) && !isFleetPrincipal(arn),
  );
  const keys = [...keysOf(inventory), ...entries.map((arn) => `accessEntry/${arn}`)];
  return keys.filter((key) => !named.has(key)).map((path) => ({ path, wanted: 'nothing', found: 'there' }));
}
