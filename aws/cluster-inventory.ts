import {
  type EKSClient,
  paginateListAccessEntries,
  paginateListAddons,
  paginateListCapabilities,
  paginateListFargateProfiles,
  paginateListIdentityProviderConfigs,
  paginateListNodegroups,
  paginateListPodIdentityAssociations,
} from '@aws-sdk/client-eks';
import { TaskError } from '../domain/errors.ts';
import type { Inventory, InventoryPort } from '../domain/ports/inventory.ts';
import { named } from './errors.ts';

/** Everything that the pages of a list hold. */
async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  read: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const collect = async () => {
    const items: Item[] = [];
    for await (const page of pages) items.push(...(read(page) ?? []));
    return items;
  };
  return named(collect());
}

/** EKS refuses to list the access entries of a cluster whose mode is CONFIG_MAP, as an invalid request. */
async function withoutEntries(entries: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await entries;
  } catch (error) {
    if (error instanceof TaskError && error.name === 'InvalidRequest') return [];
    throw error;
  }
}

/** `InventoryPort` over the EKS API. */
export class EksInventory implements InventoryPort {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  async list(clusterName: string): Promise<Inventory> {
    const using = { client: this.#client };
    const of = { clusterName };
    const [nodeGroups, fargateProfiles, addons, accessEntries, associations, providers, capabilities] =
      await Promise.all([
        all(paginateListNodegroups(using, of), (page) => page.nodegroups),
        all(paginateListFargateProfiles(using, of), (page) => page.fargateProfileNames),
        all(paginateListAddons(using, of), (page) => page.addons),
        withoutEntries(all(paginateListAccessEntries(using, of), (page) => page.accessEntries)),
        all(paginateListPodIdentityAssociations(using, of), (page) => page.associations),
        all(paginateListIdentityProviderConfigs(using, of), (page) => page.identityProviderConfigs),
        all(paginateListCapabilities(using, of), (page) => page.capabilities),
      ]);
    return {
      nodeGroups,
      fargateProfiles,
      addons,
      accessEntries,
      podIdentityAssociations: associations.map(({ namespace = '', serviceAccount = '', ownerArn }) => ({
        namespace,
        serviceAccount,
        ...(ownerArn === undefined ? {} : { ownerArn }),
      })),
      identityProviders: providers.map(({ name = '' }) => name),
      capabilities: capabilities.map(({ capabilityName = '' }) => capabilityName),
    };
  }
}
