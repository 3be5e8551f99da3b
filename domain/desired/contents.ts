import type { ClusterConfig } from '../cluster-config/config.ts';
import { accessEntries } from './access-entries.ts';
import { desiredAddon, isNodeless } from './addons.ts';
import type { ContentFacts } from './cluster-facts.ts';
import { karpenterStack } from './karpenter.ts';
import { launchTemplateStack, managedNodeGroup } from './managed-node-group.ts';
import type { DesiredAddon, DesiredResource, Need } from './resource.ts';
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

/**
 * Nodes become Ready only with a network and a proxy: these must be on their way before nodes are. One that waits for
 * its role does not hold them up: nodes boot for longer than a role takes to be made, and wait for their network.
 */
function networkingNeeds(addons: readonly DesiredAddon[]): Need[] {
  return addons
    .filter(({ request, needs }) => isNodeless({ name: request.addonName }) && needs.length === 0)
    .filter(({ request }) => request.addonName !== 'eks-pod-identity-agent')
    .map(({ key }) => ({ keys: [key], until: 'started' as const }));
}

/**
 * All that an ACTIVE cluster is to contain, in an order in which it may be begun. Only `needs` binds: what does not
 * need one another goes side by side.
 */
export function desiredContents(config: ClusterConfig, facts: ContentFacts): readonly DesiredResource[] {
  const addons = config.addons.map((addon) => desiredAddon(config, facts, addon));
  const networking = networkingNeeds(addons);
  const afterNetworking = <Resource extends DesiredResource>(resource: Resource): Resource => ({
    ...resource,
    needs: [...resource.needs, ...networking],
  });
  const associations = config.iam?.podIdentityAssociations ?? [];
  return [
    ...logRetention(config),
    ...pullThroughCache(config),
    ...accessEntries(config, facts),
    ...serviceAccountsStack(config, facts),
    ...karpenterStack(config, facts),
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
