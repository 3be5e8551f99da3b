import type { SeenAssociation, SeenCluster } from '../adopt/observed.ts';
import type { ContentsPort } from '../ports/contents.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { InventoryPort } from '../ports/inventory.ts';
import type { NetworkPort } from '../ports/network.ts';

export interface SeenPorts {
  readonly contents: ContentsPort;
  readonly inventory: InventoryPort;
  readonly network: NetworkPort;
}

/** Looks each thing up; what was deleted between the list and the look is not there. */
async function each<Name, Found>(
  names: readonly Name[],
  look: (name: Name) => Promise<Found | undefined>,
): Promise<readonly Found[]> {
  const found = await Promise.all(names.map(look));
  return found.filter((one) => one !== undefined);
}

/** Everything that EKS shows of a cluster. It only reads. */
export async function readSeenCluster(
  cluster: DescribedCluster,
  region: string,
  { contents, inventory, network }: SeenPorts,
): Promise<SeenCluster> {
  const { name } = cluster;
  const listed = await inventory.list(name);
  const associations = listed.podIdentityAssociations.filter(({ ownerArn }) => ownerArn === undefined);
  const association = async ({
    namespace,
    serviceAccount,
  }: (typeof associations)[number]): Promise<SeenAssociation | undefined> => {
    const found = await contents.podIdentityAssociation(name, namespace, serviceAccount);
    return found && { ...found, namespace, serviceAccount };
  };
  const [subnets, nodeGroups, fargateProfiles, addons, accessEntries, podIdentityAssociations, ...others] =
    await Promise.all([
      network.subnets(cluster.resourcesVpcConfig.subnetIds ?? []),
      each(listed.nodeGroups, (one) => contents.nodeGroup(name, one)),
      each(listed.fargateProfiles, (one) => contents.fargateProfile(name, one)),
      each(listed.addons, (one) => contents.addon(name, one)),
      each(listed.accessEntries, (one) => contents.accessEntry(name, one)),
      each(associations, association),
      each(listed.identityProviders, (one) => contents.identityProvider(name, one)),
      each(listed.capabilities, (one) => contents.capability(name, one)),
    ]);
  const [identityProviders, capabilities] = others;
  return {
    cluster,
    region,
    subnets,
    nodeGroups,
    fargateProfiles,
    addons,
    accessEntries,
    podIdentityAssociations,
    identityProviders,
    capabilities,
  };
}
