import { deletionProtection } from '../cluster-config/annotations.ts';
import { type ClusterConfig, isAutoMode, isIpv6 } from '../cluster-config/config.ts';
import type { Account } from './account.ts';
import type {
  ComputeConfig,
  CreateClusterRequest,
  DesiredControlPlane,
  KubernetesNetworkConfig,
  Logging,
  LogType,
  VpcConfig,
} from './control-plane-request.ts';
import { ownTags } from './names.ts';
import type { NetworkFacts } from './network/facts.ts';
import { autoModeNodeRoleArn, serviceRoleArn } from './roles/roles.ts';
import { present } from './template.ts';

const logTypes: readonly LogType[] = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** The subnets that EKS puts its network interfaces in: never those of local zones. */
function controlPlaneSubnetIds(config: ClusterConfig, network: NetworkFacts): string[] {
  const given = config.vpc?.controlPlaneSubnetIDs;
  if (given?.length) return [...given];
  const privateOnly = config.vpc?.controlPlaneOnPrivateSubnets === true;
  return network.subnets
    .filter((subnet) => !subnet.localZone && !(privateOnly && subnet.public))
    .map(({ subnetId }) => subnetId);
}

function controlPlaneSecurityGroupIds(config: ClusterConfig, network: NetworkFacts): string[] {
  const given = config.vpc?.controlPlaneSecurityGroupIDs;
  if (given?.length) return [...given];
  return network.controlPlaneSecurityGroupId ? [network.controlPlaneSecurityGroupId] : [];
}

/** A fully private cluster has a private endpoint only, whatever else the document says. */
export function endpointAccess(config: ClusterConfig) {
  if (config.privateCluster?.enabled) return { endpointPublicAccess: false, endpointPrivateAccess: true };
  const { publicAccess = true, privateAccess = false } = config.vpc?.clusterEndpoints ?? {};
  return { endpointPublicAccess: publicAccess, endpointPrivateAccess: privateAccess };
}

function vpcConfig(config: ClusterConfig, network: NetworkFacts): VpcConfig {
  return present({
    subnetIds: controlPlaneSubnetIds(config, network),
    securityGroupIds: controlPlaneSecurityGroupIds(config, network),
    ...endpointAccess(config),
    publicAccessCidrs: config.vpc?.publicAccessCIDRs,
    controlPlaneEgressMode: config.vpc?.controlPlaneEgressMode,
  });
}

function networkConfig(config: ClusterConfig): KubernetesNetworkConfig | undefined {
  const request = present({
    ipFamily: isIpv6(config) ? ('ipv6' as const) : undefined,
    serviceIpv4Cidr: config.kubernetesNetworkConfig?.serviceIPv4CIDR,
    elasticLoadBalancing: isAutoMode(config) ? { enabled: true } : undefined,
  });
  return Object.keys(request).length > 0 ? request : undefined;
}

/** The log types that the document asks for, in EKS's order; `*` and `all` stand for each. */
export function wantedLogTypes(config: ClusterConfig): readonly LogType[] {
  const written = config.cloudWatch?.clusterLogging?.enableTypes ?? [];
  const everything = written.some((type) => type === '*' || type === 'all');
  return logTypes.filter((type) => everything || written.includes(type));
}

function logging(config: ClusterConfig): Logging | undefined {
  const types = wantedLogTypes(config);
  return types.length > 0 ? { clusterLogging: [{ types, enabled: true }] } : undefined;
}

/** Auto Mode's three capabilities are switched together, or not at all (CreateCluster refuses a part). */
function computeConfig(config: ClusterConfig, account: Account): ComputeConfig | undefined {
  if (!isAutoMode(config)) return undefined;
  const nodeRoleArn = autoModeNodeRoleArn(config, account);
  const nodePools = config.autoModeConfig?.nodePools ?? ['general-purpose', 'system'];
  return nodeRoleArn ? { enabled: true, nodePools, nodeRoleArn } : { enabled: true };
}

function kubernetesComponents(config: ClusterConfig) {
  const api = config.kubeAPIServerConfig;
  const syncPeriod =
    config.kubeControllerManagerConfig?.horizontalPodAutoscalerControllerConfig
      ?.horizontalPodAutoscalerSyncPeriod;
  const scoring = config.kubeSchedulerConfig?.nodeResourcesFit?.scoringStrategy;
  return {
    kubeApiServerConfig: api
      ? present({ eventTtl: api.eventTTL, serviceNodePortRange: api.serviceNodePortRange })
      : undefined,
    kubeControllerManagerConfig: syncPeriod
      ? { horizontalPodAutoscalerControllerConfig: { horizontalPodAutoscalerSyncPeriod: syncPeriod } }
      : undefined,
    kubeSchedulerConfig: scoring ? { nodeResourcesFit: { scoringStrategy: present(scoring) } } : undefined,
  };
}

function remoteNetworks(config: ClusterConfig) {
  const { remoteNodeNetworks, remotePodNetworks } = config.remoteNetworkConfig ?? {};
  return remoteNodeNetworks ? present({ remoteNodeNetworks, remotePodNetworks }) : undefined;
}

function optionalMembers(config: ClusterConfig, account: Account) {
  const key = config.secretsEncryption?.keyARN;
  const tier = config.controlPlaneScalingConfig?.tier;
  return present({
    version: config.metadata.version,
    kubernetesNetworkConfig: networkConfig(config),
    logging: logging(config),
    encryptionConfig: key ? [{ resources: ['secrets'], provider: { keyArn: key } }] : undefined,
    upgradePolicy: config.upgradePolicy?.supportType
      ? { supportType: config.upgradePolicy.supportType }
      : undefined,
    zonalShiftConfig:
      config.zonalShiftConfig?.enabled === undefined
        ? undefined
        : { enabled: config.zonalShiftConfig.enabled },
    remoteNetworkConfig: remoteNetworks(config),
    computeConfig: computeConfig(config, account),
    storageConfig: isAutoMode(config) ? { blockStorage: { enabled: true } } : undefined,
    deletionProtection: deletionProtection(config),
    controlPlaneScalingConfig: tier ? { tier } : undefined,
    ...kubernetesComponents(config),
  });
}

/**
 * The control plane as EKS is asked for it. `network` is the answer of `networkFacts` for the network stack's outputs
 * or the given subnets.
 */
export function desiredControlPlane(
  config: ClusterConfig,
  account: Account,
  network: NetworkFacts,
): DesiredControlPlane {
  const request: CreateClusterRequest = {
    name: config.metadata.name,
    roleArn: serviceRoleArn(config, account),
    resourcesVpcConfig: vpcConfig(config, network),
    accessConfig: {
      authenticationMode: config.accessConfig?.authenticationMode ?? 'API',
      bootstrapClusterCreatorAdminPermissions:
        config.accessConfig?.bootstrapClusterCreatorAdminPermissions ?? false,
    },
    // Networking comes as EKS add-ons that we own, never as EKS's own unversioned copies; eksctl does the same.
    bootstrapSelfManagedAddons: false,
    tags: ownTags(config),
    ...optionalMembers(config, account),
  };
  return {
    key: 'controlPlane',
    request,
    saysMode: config.accessConfig?.authenticationMode !== undefined,
  };
}
