import { type ClusterConfig, isAutoMode } from '../../cluster-config/config.ts';
import type { Need } from '../content.ts';
import { runsNamespace } from '../fargate-profile/selects.ts';

/** Profiles that run the pods of a namespace, whatever their labels. */
function profilesOf(config: ClusterConfig, namespace: string): string[] {
  return (config.fargateProfiles ?? [])
    .filter((profile) => runsNamespace(profile, namespace))
    .map(({ name }) => `fargateProfile/${name}`);
}

/** The groups that begin with nodes. */
function groupsWithNodes(config: ClusterConfig): string[] {
  const managed = config.managedNodeGroups.filter(({ desiredCapacity }) => desiredCapacity > 0);
  const own = config.nodeGroups.filter(({ desiredCapacity }) => desiredCapacity > 0);
  return [
    ...managed.map(({ name }) => `nodeGroup/${name}`),
    ...own.map(({ name }) => `stack/nodegroup-${name}`),
  ];
}

/** Auto Mode brings nodes when there are pods, by pools: of a cluster without any, nobody knows of one. */
const bringsNodes = (config: ClusterConfig): boolean =>
  isAutoMode(config) && config.autoModeConfig?.nodePools?.length !== 0;

/**
 * The keys of the contents on which pods of a namespace can run; any of these is enough once it is ready. An empty
 * answer means nowhere, unless Auto Mode brings nodes.
 */
export function capacityKeys(config: ClusterConfig, namespace: string): readonly string[] {
  const profiles = profilesOf(config, namespace);
  return profiles.length > 0 ? profiles : groupsWithNodes(config);
}

/**
 * An add-on may be asked for while nodes boot: EKS lets its pods wait for them. Fargate takes only pods that are
 * made when their profile is ACTIVE, so that a profile must be there first.
 */
export function capacityNeeds(config: ClusterConfig, namespace: string): Need[] {
  const keys = bringsNodes(config) ? [] : capacityKeys(config, namespace);
  const until = runsOnFargate(config, namespace) ? 'ready' : 'started';
  return keys.length > 0 ? [{ keys, until }] : [];
}

export function hasCapacity(config: ClusterConfig, namespace: string): boolean {
  return bringsNodes(config) || capacityKeys(config, namespace).length > 0;
}

/** True where a Fargate profile runs a namespace; eksctl then moves CoreDNS there, whatever nodes there are. */
export function runsOnFargate(config: ClusterConfig, namespace: string): boolean {
  return profilesOf(config, namespace).length > 0 && !isAutoMode(config);
}
