import type { ClusterConfig } from '../cluster-config/config.ts';
import { accessEntries } from './access-entries.ts';
import { desiredAddon, isNodeless } from './addons.ts';
import type { ContentFacts } from './cluster-facts.ts';
import { launchTemplateStack, managedNodeGroup } from './managed-node-group.ts';
import type { DesiredResource, Need } from './resource.ts';
import { selfManagedNodeGroup, sharedNodeRules } from './self-managed-node-group.ts';
import { serviceAccountsStack } from './service-account-roles.ts';
import {
  capability,
  fargateProfiles,
  identityProviderConfig,
  logRetention,
  podIdentityAssociation,
  pullThroughCache,
} from './small-resources.ts';

/** Nodes become Ready only with a network and a proxy: these must be on their way before nodes are. */
function networkingNeeds(config: ClusterConfig): Need[] {
  return config.addons
    .filter(isNodeless)
    .filter(({ name }) => name.toLowerCase() !== 'eks-pod-identity-agent')
    .map(({ name }) => ({ keys: [`addon/${name.toLowerCase()}`], until: 'started' as const }));
}

/**
 * All that an ACTIVE cluster is to contain, in an order in which it may be begun. Only `needs` binds: what does not
 * need one another goes side by side.
 */
export function desiredContents(config: ClusterConfig, facts: ContentFacts): readonly DesiredResource[] {
  const networking = networkingNeeds(config);
  const afterNetworking = <Resource extends DesiredResource>(resource: Resource): Resource => ({
    ...resource,
    needs: [...resource.needs, ...networking],
  });
  const addons = config.addons.map((addon) => desiredAddon(config, facts, addon));
  const associations = config.iam?.podIdentityAssociations ?? [];
  return [
    ...logRetention(config),
    ...pullThroughCache(config),
    ...accessEntries(config, facts),
    ...serviceAccountsStack(config, facts),
    ...sharedNodeRules(config, facts),
    ...addons,
    ...config.managedNodeGroups.flatMap((group) => [
      ...launchTemplateStack(config, facts, group),
      afterNetworking(managedNodeGroup(config, facts, group)),
    ]),
    ...config.nodeGroups.map((group) => afterNetworking(selfManagedNodeGroup(config, facts, group))),
    ...fargateProfiles(config, facts),
    ...associations.map((association) => podIdentityAssociation(config, facts, association)),
    ...(config.identityProviders ?? []).map((provider) => identityProviderConfig(config, provider)),
    ...(config.capabilities ?? []).map((written) => capability(config, facts, written)),
  ];
}
