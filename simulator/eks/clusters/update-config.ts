import type { Cluster, Update, UpdateClusterConfigRequest } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { invalidParameter } from '../errors.ts';
import { fingerprint } from '../fingerprint.ts';
import { endpointChange, subnetChange } from '../network/vpc-config-change.ts';
import type { ClusterRecord } from '../records.ts';
import { validate } from '../validate.ts';
import { autoModeChange } from './auto-mode.ts';
import type { ConfigChange } from './config-change.ts';
import { checkRemoteNetworks, loggingOf } from './configuration.ts';
import { UPDATE_CLUSTER_CONFIG } from './shapes.ts';
import { startClusterUpdate } from './updates.ts';
import { KUBERNETES_VERSIONS, supportStatus } from './versions.ts';

/**
 * Refuses more than one kind of change in a call (crossplane-contrib/provider-aws#642), and a call that changes
 * nothing. The update type of each member is in SDK typing UpdateType.
 */
export function updateClusterConfig(
  account: EksAccount,
  input: UpdateClusterConfigRequest,
): { update: Update } {
  const name = input.name ?? '';
  validate(account, 'UpdateClusterConfig', UPDATE_CLUSTER_CONFIG, input, { clusterName: name });
  return account.once('UpdateClusterConfig', name, input.clientRequestToken, input, () => {
    const cluster = account.cluster(name);
    const kinds = requestedKinds(input);
    if (kinds.length > 1) {
      throw invalidParameter('Only one type of update can be allowed.', { clusterName: name });
    }
    const [kind] = kinds;
    if (!kind) throw invalidParameter('The type for cluster update was not provided.', { clusterName: name });
    const change = kind(account, cluster, input);
    const update = startClusterUpdate(account, cluster, { duration: 'eks/config-update', ...change });
    return () => ({ update });
  });
}

type Kind = (account: EksAccount, cluster: ClusterRecord, input: UpdateClusterConfigRequest) => ConfigChange;

function requestedKinds(input: UpdateClusterConfigRequest): Kind[] {
  const vpc = input.resourcesVpcConfig ?? {};
  const asked: readonly (readonly [boolean, Kind])[] = [
    [vpc.subnetIds !== undefined || vpc.securityGroupIds !== undefined, subnetChange],
    [
      vpc.endpointPublicAccess !== undefined ||
        vpc.endpointPrivateAccess !== undefined ||
        vpc.publicAccessCidrs !== undefined,
      endpointChange,
    ],
    [input.logging?.clusterLogging !== undefined, loggingChange],
    [input.accessConfig?.authenticationMode !== undefined, accessChange],
    [input.upgradePolicy?.supportType !== undefined, upgradePolicyChange],
    [input.zonalShiftConfig?.enabled !== undefined, zonalShiftChange],
    [
      input.computeConfig !== undefined ||
        input.kubernetesNetworkConfig?.elasticLoadBalancing !== undefined ||
        input.storageConfig !== undefined,
      autoModeChange,
    ],
    [input.remoteNetworkConfig !== undefined, remoteNetworkChange],
    [input.deletionProtection !== undefined, deletionProtectionChange],
    [input.controlPlaneScalingConfig?.tier !== undefined, scalingTierChange],
  ];
  return asked.filter(([isAsked]) => isAsked).map(([, kind]) => kind);
}

/** The request changes nothing: refused, as EKS refuses it of logging. */
const noChange = (what: string, cluster: ClusterRecord) =>
  invalidParameter(`No changes needed for the ${what} provided`, { clusterName: cluster.name });

const loggingChange: Kind = (_account, cluster, { logging }) => {
  const { description } = cluster;
  const next = loggingOf(logging, description.logging);
  if (fingerprint(next) === fingerprint(description.logging)) throw noChange('logging config', cluster);
  return {
    type: 'LoggingUpdate',
    params: [{ type: 'ClusterLogging', value: JSON.stringify(logging) }],
    apply: () => {
      description.logging = next;
    },
  };
};

/** Modes only go forward, one step at a time (guide, "Change authentication mode to use access entries"). */
const accessChange: Kind = (_account, cluster, { accessConfig }) => {
  const order = ['CONFIG_MAP', 'API_AND_CONFIG_MAP', 'API'];
  const current = cluster.description.accessConfig?.authenticationMode ?? 'CONFIG_MAP';
  const next = accessConfig?.authenticationMode ?? current;
  if (order.indexOf(next) !== order.indexOf(current) + 1) {
    throw invalidParameter(`Unsupported authentication mode update from ${current} to ${next}`, {
      clusterName: cluster.name,
    });
  }
  return {
    type: 'AccessConfigUpdate',
    params: [{ type: 'AuthenticationMode', value: next }],
    apply: () => {
      cluster.description.accessConfig = { ...cluster.description.accessConfig, authenticationMode: next };
    },
  };
};

/** "You cannot disable extended support once it starts" (SDK typing of upgradePolicy). */
const upgradePolicyChange: Kind = (account, cluster, { upgradePolicy }) => {
  const { description } = cluster;
  const next = upgradePolicy?.supportType;
  if (next === description.upgradePolicy?.supportType) throw noChange('upgrade policy', cluster);
  const version = KUBERNETES_VERSIONS.find((candidate) => candidate.version === description.version);
  const inStandard = version && supportStatus(version, account.region.kernel.now()) === 'STANDARD_SUPPORT';
  if (!inStandard) {
    throw invalidParameter(
      `The upgrade policy of a cluster can't be changed to ${next} after the end of standard support of its Kubernetes version`,
      { clusterName: cluster.name },
    );
  }
  return {
    type: 'UpgradePolicyUpdate',
    params: [{ type: 'UpgradePolicy', value: JSON.stringify(upgradePolicy) }],
    apply: () => {
      description.upgradePolicy = { supportType: next };
    },
  };
};

const zonalShiftChange: Kind = (_account, cluster, { zonalShiftConfig }) => {
  const enabled = zonalShiftConfig?.enabled === true;
  if (enabled === cluster.description.zonalShiftConfig?.enabled)
    throw noChange('zonal shift config', cluster);
  return {
    type: 'ZonalShiftConfigUpdate',
    params: [{ type: 'ZonalShiftConfig', value: JSON.stringify(zonalShiftConfig) }],
    apply: () => {
      cluster.description.zonalShiftConfig = { enabled };
    },
  };
};

/** Empty lists remove the configuration (SDK text of UpdateClusterConfig). */
const remoteNetworkChange: Kind = (account, cluster, { remoteNetworkConfig }) => {
  const { description } = cluster;
  const cidrs = (description.resourcesVpcConfig?.subnetIds ?? []).flatMap(
    (id) => account.region.network.subnet(id)?.cidrBlock ?? [],
  );
  const service = description.kubernetesNetworkConfig?.serviceIpv4Cidr;
  checkRemoteNetworks(
    remoteNetworkConfig,
    { vpc: cidrs, service: service === undefined ? [] : [service] },
    description,
  );
  const next = (remoteNetworkConfig?.remoteNodeNetworks?.length ?? 0) > 0 ? remoteNetworkConfig : undefined;
  if (fingerprint(next ?? {}) === fingerprint(description.remoteNetworkConfig ?? {})) {
    throw invalidParameter('No changes detected for remoteNetworkConfig', { clusterName: cluster.name });
  }
  return {
    type: 'RemoteNetworkConfigUpdate',
    params: [{ type: 'RemoteNetworkConfig', value: JSON.stringify(remoteNetworkConfig) }],
    apply: () => {
      if (next) description.remoteNetworkConfig = next;
      else delete description.remoteNetworkConfig;
    },
  };
};

const deletionProtectionChange: Kind = (_account, cluster, { deletionProtection }) => {
  const next = deletionProtection === true;
  if (next === cluster.description.deletionProtection) throw noChange('deletion protection', cluster);
  return {
    type: 'DeletionProtectionUpdate',
    params: [{ type: 'DeletionProtection', value: String(next) }],
    duration: 'eks/setting-update',
    apply: () => {
      cluster.description.deletionProtection = next;
    },
  };
};

const scalingTierChange: Kind = (_account, cluster, { controlPlaneScalingConfig }) => {
  const { description } = cluster;
  const previous: NonNullable<Cluster['controlPlaneScalingConfig']>['tier'] =
    description.controlPlaneScalingConfig?.tier ?? 'standard';
  const tier = controlPlaneScalingConfig?.tier;
  if (tier === previous) throw noChange('control plane scaling config', cluster);
  return {
    type: 'ControlPlaneScalingConfigUpdate',
    params: [
      { type: 'PreviousTier', value: previous },
      { type: 'UpdatedTier', value: tier },
    ],
    apply: () => {
      description.controlPlaneScalingConfig = { tier };
    },
  };
};
