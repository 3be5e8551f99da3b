import type { AnyNodeGroup, ClusterConfig } from '../../../cluster-config/config.ts';
import { isIpv6 } from '../../../cluster-config/config.ts';
import type { ClusterFacts } from '../../../desired/cluster-facts.ts';

/** Facts that a node needs to join, whatever its image. */
export interface JoiningNode {
  readonly config: ClusterConfig;
  readonly group: AnyNodeGroup;
  readonly cluster: ClusterFacts;
}

/** eksctl's labels, which people select nodes by, and the document's. */
export function nodeLabels(config: ClusterConfig, group: AnyNodeGroup): Record<string, string> {
  return {
    'alpha.eksctl.io/cluster-name': config.metadata.name,
    'alpha.eksctl.io/nodegroup-name': group.name,
    ...group.labels,
  };
}

/** `key=value` pairs, as kubelet's `--node-labels` takes them. */
export function labelFlag({ config, group }: JoiningNode): string {
  return Object.entries(nodeLabels(config, group))
    .map(([key, value]) => `${key}=${value}`)
    .join();
}

/** `key=value:effect`, as kubelet's `--register-with-taints` takes them. */
export function taintFlag({ group }: JoiningNode): string {
  return (group.taints ?? []).map(({ key, value = '', effect }) => `${key}=${value}:${effect}`).join();
}

/** The cluster's DNS service: the document's address, else the tenth (or `a`th) of the service range. */
export function clusterDns({ config, group, cluster }: JoiningNode): string {
  if ('clusterDNS' in group && group.clusterDNS) return group.clusterDNS;
  if (isIpv6(config)) return cluster.serviceCidr.replace(/\/\d+$/, 'a');
  return cluster.serviceCidr.replace(/\.\d+\/\d+$/, '.10');
}
