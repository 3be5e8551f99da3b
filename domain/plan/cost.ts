import {
  type AnyNodeGroup,
  allNodeGroups,
  type ClusterConfig,
  hasGivenNetwork,
  isAutoMode,
  isWindows,
} from '../cluster-config/config.ts';
import { defaultInstanceType, defaultVolumeSizeGiB } from '../cluster-config/defaults.ts';
import { instanceTypesOf } from '../cluster-config/instance-types.ts';
import type { Account } from '../desired/account.ts';
import { desiredFoundation } from '../desired/foundation.ts';
import { supportOf } from '../kubernetes-versions.ts';
import {
  controlPlanePerHour,
  gp3PerGibMonth,
  hoursPerMonth,
  instancePerHour,
  natGatewayPerHour,
  publicIpv4PerHour,
  vpcEndpointPerHour,
} from '../prices.ts';
import { needsForwarder } from './forwarder.ts';

export interface MonthlyCost {
  /** The items that have a price, in US dollars a month, at us-east-1's prices. */
  readonly items: readonly { readonly what: string; readonly usdPerMonth: number }[];
  readonly usdPerMonth: number;
  /** Things that cost money and are not in the sum. */
  readonly notPriced: readonly string[];
}

interface Item {
  readonly what: string;
  readonly usdPerMonth: number;
}

const hourly = (what: string, usdPerHour: number): Item => ({
  what,
  usdPerMonth: usdPerHour * hoursPerMonth,
});

function nodes(group: AnyNodeGroup): { items: Item[]; notPriced: string[] } {
  const type = instanceTypesOf(group)[0] ?? defaultInstanceType;
  const price = instancePerHour(type);
  const count = group.desiredCapacity;
  const what = `node group ${group.name}: ${count} × ${type}`;
  if (count === 0) return { items: [], notPriced: [`node group ${group.name} has no nodes yet`] };
  if (price === undefined || isWindows(group)) {
    return { items: [], notPriced: [`${what}${isWindows(group) ? ' with Windows licences' : ''}`] };
  }
  const disk = (group.volumeSize ?? defaultVolumeSizeGiB) * count * gp3PerGibMonth;
  const volumes = { what: `volumes of ${group.name}`, usdPerMonth: disk };
  const spot =
    ('spot' in group && group.spot) ||
    ('instancesDistribution' in group && group.instancesDistribution !== undefined);
  const notPriced = spot ? [`spot discount of node group ${group.name}`] : [];
  return { items: [hourly(what, price * count), volumes], notPriced };
}

function network(config: ClusterConfig, account: Account): Item[] {
  if (hasGivenNetwork(config)) return [];
  const resources = Object.values(desiredFoundation(config, account).network?.template.Resources ?? {});
  const nat = resources.filter(({ Type }) => Type === 'AWS::EC2::NatGateway').length;
  const endpoints = resources.filter(
    ({ Type, Properties }) => Type === 'AWS::EC2::VPCEndpoint' && Properties?.VpcEndpointType === 'Interface',
  );
  const zones = endpoints.reduce(
    (sum, { Properties }) => sum + (Array.isArray(Properties?.SubnetIds) ? Properties.SubnetIds.length : 0),
    0,
  );
  return [
    ...(nat > 0
      ? [
          hourly(
            `${nat} NAT gateway${nat > 1 ? 's' : ''} with an address each`,
            nat * (natGatewayPerHour + publicIpv4PerHour),
          ),
        ]
      : []),
    ...(zones > 0 ? [hourly(`VPC endpoints in ${zones} subnets`, zones * vpcEndpointPerHour)] : []),
  ];
}

/** Lambda bills by request, and nothing that it needs has a price by the hour: no endpoint, no gateway (ADR 12). */
function forwarder(config: ClusterConfig): Item[] {
  if (!needsForwarder(config)) return [];
  return [
    {
      what: 'function in the VPC, for the private Kubernetes API: billed by request, under a dollar a million',
      usdPerMonth: 0,
    },
  ];
}

function notPriced(config: ClusterConfig): string[] {
  const tier = config.controlPlaneScalingConfig?.tier;
  return [
    'data transfer',
    ...((config.fargateProfiles?.length ?? 0) > 0 ? ['Fargate, which is known when pods run'] : []),
    ...(isAutoMode(config) ? ['nodes of Auto Mode, which come with pods, and its surcharge'] : []),
    ...(config.cloudWatch?.clusterLogging?.enableTypes?.length ? ['CloudWatch Logs, by what is logged'] : []),
    ...(tier && tier !== 'standard' ? [`control plane tier ${tier}`] : []),
    ...((config.capabilities?.length ?? 0) > 0 ? ['capabilities'] : []),
    ...(config.remoteNetworkConfig ? ['hybrid nodes, by their vCPUs'] : []),
  ];
}

/** A cluster's cost a month as it begins, as far as that can be said. */
export function monthlyCost(config: ClusterConfig, account: Account, today: string): MonthlyCost {
  const extended =
    config.metadata.version !== undefined && supportOf(config.metadata.version, today) === 'extended';
  const controlPlane = hourly(
    extended ? `control plane in extended support (${config.metadata.version})` : 'control plane',
    extended ? controlPlanePerHour.extended : controlPlanePerHour.standard,
  );
  const groups = allNodeGroups(config).map(nodes);
  const priced = [
    controlPlane,
    ...network(config, account),
    ...forwarder(config),
    ...groups.flatMap((group) => group.items),
  ];
  const items = priced.map((item) => ({ ...item, usdPerMonth: Math.round(item.usdPerMonth * 100) / 100 }));
  const total = items.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
  return {
    items,
    usdPerMonth: Math.round(total * 100) / 100,
    notPriced: [...groups.flatMap((group) => group.notPriced), ...notPriced(config)],
  };
}
