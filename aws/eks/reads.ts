import {
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeCapabilityCommand,
  DescribeFargateProfileCommand,
  DescribeIdentityProviderConfigCommand,
  DescribeNodegroupCommand,
  DescribePodIdentityAssociationCommand,
  type EKSClient,
  paginateListAccessEntries,
  paginateListAddons,
  paginateListAssociatedAccessPolicies,
  paginateListCapabilities,
  paginateListFargateProfiles,
  paginateListIdentityProviderConfigs,
  paginateListNodegroups,
  paginateListPodIdentityAssociations,
} from '@aws-sdk/client-eks';
import type { EksKind } from '../../domain/ports/contents.ts';
import { named, toTaskError, unlessMissing } from '../errors.ts';

/** The reads of one kind of content from EKS. */
interface Reads {
  /** Undefined where there is no such thing. */
  read(client: EKSClient, clusterName: string, name: string): Promise<object | undefined>;
  /** Names; errors are EKS's own. */
  list(client: EKSClient, clusterName: string): Promise<readonly string[]>;
}

/** Everything that the pages of a list hold. */
async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  read: (page: Page) => readonly (Item | undefined)[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(read(page) ?? []).filter((item) => item !== undefined));
  return items;
}

const accessEntry: Reads = {
  async read(client, clusterName, principalArn) {
    const answer = await unlessMissing(
      client.send(new DescribeAccessEntryCommand({ clusterName, principalArn })),
    );
    if (!answer?.accessEntry) return undefined;
    const pages = paginateListAssociatedAccessPolicies({ client }, { clusterName, principalArn });
    const policies = await named(all(pages, (page) => page.associatedAccessPolicies));
    return { ...answer.accessEntry, associatedAccessPolicies: policies };
  },
  async list(client, clusterName) {
    try {
      return await all(paginateListAccessEntries({ client }, { clusterName }), (page) => page.accessEntries);
    } catch (error) {
      // EKS refuses to list the access entries of a cluster whose mode is CONFIG_MAP, as an invalid request.
      if (toTaskError(error).name === 'InvalidRequest') return [];
      throw error;
    }
  },
};

const addon: Reads = {
  async read(client, clusterName, addonName) {
    const answer = await unlessMissing(client.send(new DescribeAddonCommand({ clusterName, addonName })));
    const addon = answer?.addon;
    if (!addon?.podIdentityAssociations) return addon;
    // DescribeAddon shows the ARNs of associations; their contents have to be asked for.
    const associations = addon.podIdentityAssociations.map(async (arn) => {
      const associationId = arn.split('/').at(-1);
      const { association } = await named(
        client.send(new DescribePodIdentityAssociationCommand({ clusterName, associationId })),
      );
      const { serviceAccount = '', roleArn = '' } = association ?? {};
      return { serviceAccount, roleArn };
    });
    return { ...addon, podIdentityAssociations: await Promise.all(associations) };
  },
  list: (client, clusterName) => all(paginateListAddons({ client }, { clusterName }), (page) => page.addons),
};

const podIdentityAssociation: Reads = {
  async read(client, clusterName, name) {
    const [namespace, serviceAccount] = name.split('/');
    const pages = paginateListPodIdentityAssociations({ client }, { clusterName, namespace, serviceAccount });
    const [found] = await named(all(pages, (page) => page.associations));
    if (!found) return undefined;
    const { associationId } = found;
    const command = new DescribePodIdentityAssociationCommand({ clusterName, associationId });
    return (await unlessMissing(client.send(command)))?.association;
  },
  async list(client, clusterName) {
    const pages = paginateListPodIdentityAssociations({ client }, { clusterName });
    const associations = await all(pages, (page) => page.associations);
    return associations
      .filter(({ ownerArn }) => ownerArn === undefined)
      .map(({ namespace = '', serviceAccount = '' }) => `${namespace}/${serviceAccount}`);
  },
};

/** One row a kind. */
export const READS: Readonly<Record<EksKind, Reads>> = {
  accessEntry,
  addon,
  podIdentityAssociation,
  nodeGroup: {
    read: async (client, clusterName, nodegroupName) =>
      (await unlessMissing(client.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }))))
        ?.nodegroup,
    list: (client, clusterName) =>
      all(paginateListNodegroups({ client }, { clusterName }), (page) => page.nodegroups),
  },
  fargateProfile: {
    async read(client, clusterName, fargateProfileName) {
      const command = new DescribeFargateProfileCommand({ clusterName, fargateProfileName });
      return (await unlessMissing(client.send(command)))?.fargateProfile;
    },
    list: (client, clusterName) =>
      all(paginateListFargateProfiles({ client }, { clusterName }), (page) => page.fargateProfileNames),
  },
  identityProviderConfig: {
    async read(client, clusterName, name) {
      const identityProviderConfig = { type: 'oidc', name };
      const command = new DescribeIdentityProviderConfigCommand({ clusterName, identityProviderConfig });
      return (await unlessMissing(client.send(command)))?.identityProviderConfig?.oidc;
    },
    list: (client, clusterName) =>
      all(paginateListIdentityProviderConfigs({ client }, { clusterName }), (page) =>
        page.identityProviderConfigs?.map(({ name }) => name),
      ),
  },
  capability: {
    async read(client, clusterName, capabilityName) {
      const command = new DescribeCapabilityCommand({ clusterName, capabilityName });
      return (await unlessMissing(client.send(command)))?.capability;
    },
    list: (client, clusterName) =>
      all(paginateListCapabilities({ client }, { clusterName }), (page) =>
        page.capabilities?.map(({ capabilityName }) => capabilityName),
      ),
  },
};
