import type { AnyNodeGroup } from '../../cluster-config/config.ts';
import type { NetworkFacts, SubnetFact } from '../../desired/network/facts.ts';

/** The subnets that a document names, each by its key, its zone or its id; an id may be of any subnet. */
export function namedSubnets(network: NetworkFacts, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const matching = network.subnets.filter(({ subnetId, key }) => subnetId === name || key === name);
    return matching.length > 0 ? matching.map(({ subnetId }) => subnetId) : [name];
  });
}

/**
 * The subnets of a group's nodes: those it names, else those of its zones and kind. Local zones only where the
 * document asks for them.
 */
export function nodeSubnetIds(network: NetworkFacts, group: AnyNodeGroup): string[] {
  if (group.subnets) return namedSubnets(network, group.subnets);
  const local = 'localZones' in group ? group.localZones : undefined;
  const zones = local ?? group.availabilityZones;
  const fits = (subnet: SubnetFact) =>
    subnet.public === !group.privateNetworking &&
    subnet.localZone === (local !== undefined) &&
    (zones === undefined || zones.includes(subnet.availabilityZone));
  return network.subnets.filter(fits).map(({ subnetId }) => subnetId);
}

/** Fargate runs pods in private subnets, outside of local zones. */
export function fargateSubnetIds(network: NetworkFacts, names: readonly string[] | undefined): string[] {
  if (names) return namedSubnets(network, names);
  return network.subnets
    .filter((subnet) => !subnet.public && !subnet.localZone)
    .map(({ subnetId }) => subnetId);
}
