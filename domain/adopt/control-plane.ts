import { deletionProtectionAnnotation } from '../cluster-config/annotations.ts';
import type { ObservedAccessEntry } from '../contents/access-entry/decide.ts';
import type { ObservedCluster } from '../decide/observed-cluster.ts';
import type { DescribedSubnet } from '../desired/network/facts.ts';
import { present } from '../desired/template.ts';
import { type Note, type SeenCluster, userTags } from './observed.ts';

export function metadata({ cluster, region }: SeenCluster) {
  return present({
    name: cluster.name,
    region,
    version: cluster.version,
    tags: userTags(cluster.tags),
    annotations: cluster.deletionProtection ? { [deletionProtectionAnnotation]: 'true' } : undefined,
  });
}

/** Subnets by their ids; public are those whose instances get public addresses. */
function subnetsOf(subnets: readonly DescribedSubnet[], note: Note) {
  const isPublic = ({ MapPublicIpOnLaunch }: DescribedSubnet) => MapPublicIpOnLaunch === true;
  const counts = [true, false].map((wanted) => subnets.filter((one) => isPublic(one) === wanted).length);
  const isSplit = counts.every((count) => count !== 1);
  if (!isSplit)
    note(
      'vpc.subnets.public',
      'a document names no single subnet of a kind, so that all are listed as private',
    );
  const list = (wanted: boolean) => {
    const chosen = isSplit ? subnets.filter((one) => isPublic(one) === wanted) : wanted ? [] : subnets;
    const entries = chosen.map(({ SubnetId, AvailabilityZone }) => [
      SubnetId,
      { id: SubnetId, az: AvailabilityZone },
    ]);
    return entries.length > 0 ? (Object.fromEntries(entries) as Record<string, unknown>) : undefined;
  };
  return present({ private: list(false), public: list(true) });
}

export function vpc({ cluster, subnets }: SeenCluster, note: Note) {
  const config = cluster.resourcesVpcConfig;
  const groups = config.securityGroupIds ?? [];
  const isPublic = config.endpointPublicAccess ?? true;
  return present({
    id: config.vpcId,
    subnets: subnetsOf(subnets, note),
    controlPlaneSubnetIDs: [...(config.subnetIds ?? [])],
    controlPlaneSecurityGroupIDs: groups.length > 0 ? [...groups] : undefined,
    clusterEndpoints: { publicAccess: isPublic, privateAccess: config.endpointPrivateAccess ?? false },
    publicAccessCIDRs: isPublic && config.publicAccessCidrs ? [...config.publicAccessCidrs] : undefined,
    controlPlaneEgressMode: config.controlPlaneEgressMode,
  });
}

function networkConfig({ kubernetesNetworkConfig: config }: ObservedCluster) {
  if (config?.ipFamily === 'ipv6') return { ipFamily: 'IPv6' };
  return present({ ipFamily: 'IPv4', serviceIPv4CIDR: config?.serviceIpv4Cidr });
}

function logging({ logging: seen }: ObservedCluster) {
  const enableTypes = (seen?.clusterLogging ?? []).flatMap(({ types, enabled }) => (enabled ? types : []));
  return enableTypes.length > 0 ? { clusterLogging: { enableTypes } } : undefined;
}

function autoMode({ computeConfig: seen }: ObservedCluster) {
  if (!seen?.enabled) return undefined;
  return present({ enabled: true, nodePools: seen.nodePools ?? [], nodeRoleARN: seen.nodeRoleArn });
}

/** Hybrid nodes join by a role whose entry is of their own type. */
function remoteNetworks(cluster: ObservedCluster, accessEntries: readonly ObservedAccessEntry[]) {
  const seen = cluster.remoteNetworkConfig;
  if (!seen?.remoteNodeNetworks?.length) return undefined;
  const role = accessEntries.find(({ type }) => type === 'HYBRID_LINUX')?.principalArn;
  return present({
    remoteNodeNetworks: seen.remoteNodeNetworks,
    remotePodNetworks: seen.remotePodNetworks?.length ? seen.remotePodNetworks : undefined,
    iam: role ? { roleARN: role } : undefined,
  });
}

function components(cluster: ObservedCluster) {
  const api = cluster.kubeApiServerConfig;
  const scoring = cluster.kubeSchedulerConfig?.nodeResourcesFit;
  const isEmpty = (value: object | undefined) => !value || Object.keys(value).length === 0;
  return {
    kubeAPIServerConfig: isEmpty(api)
      ? undefined
      : present({ eventTTL: api?.eventTtl, serviceNodePortRange: api?.serviceNodePortRange }),
    kubeControllerManagerConfig: isEmpty(cluster.kubeControllerManagerConfig)
      ? undefined
      : cluster.kubeControllerManagerConfig,
    kubeSchedulerConfig: isEmpty(scoring) ? undefined : { nodeResourcesFit: scoring },
  };
}

/** The members of a document that the control plane itself answers for. */
export function controlPlane(
  cluster: ObservedCluster,
  accessEntries: readonly ObservedAccessEntry[] = [],
): Readonly<Record<string, unknown>> {
  const key = cluster.encryptionConfig?.[0]?.provider.keyArn;
  return present({
    kubernetesNetworkConfig: networkConfig(cluster),
    cloudWatch: logging(cluster),
    secretsEncryption: key ? { keyARN: key } : undefined,
    upgradePolicy: { supportType: cluster.upgradePolicy?.supportType ?? 'EXTENDED' },
    zonalShiftConfig: { enabled: cluster.zonalShiftConfig?.enabled ?? false },
    controlPlaneScalingConfig: { tier: cluster.controlPlaneScalingConfig?.tier ?? 'standard' },
    remoteNetworkConfig: remoteNetworks(cluster, accessEntries),
    autoModeConfig: autoMode(cluster),
    ...components(cluster),
  });
}
