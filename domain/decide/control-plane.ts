import type {
  AuthenticationMode,
  CreateClusterRequest,
  DesiredControlPlane,
  Logging,
  LogType,
} from '../desired/control-plane-request.ts';
import { rolePath } from '../desired/names.ts';
import { includes, same, sameItems, tagsToSet } from './compare.ts';
import { create, type Decision, fail, first, nothing, refuse, update, wait } from './decision.ts';
import type { ControlPlaneChange, ObservedCluster, UpdateClusterConfigRequest } from './observed-cluster.ts';

type Decided = Decision<ControlPlaneChange>;

function configChange(
  name: string,
  member: Omit<UpdateClusterConfigRequest, 'name'>,
  summary: string,
): Decided {
  return update({ operation: 'UpdateClusterConfig', request: { name, ...member } }, summary);
}

/**
 * A refusal to change a member that a cluster keeps for life. Each member is refused by itself, so that one does not
 * hide another.
 */
const keptForLife = (path: string, reason: string, instead = ''): Decided =>
  refuse(path, reason, `${instead}create a cluster of another name and move the workloads`);

function role({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  if (request.roleArn === observed.roleArn) return nothing;
  return keptForLife(
    'iam.serviceRoleARN',
    `EKS cannot change a cluster's role (it is ${observed.roleArn})`,
    request.roleArn.includes(`:role${rolePath}`) ? 'name that role in the document, or ' : '',
  );
}

function ipFamily({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const wanted = request.kubernetesNetworkConfig?.ipFamily ?? 'ipv4';
  if (wanted === (observed.kubernetesNetworkConfig?.ipFamily ?? 'ipv4')) return nothing;
  return keptForLife('kubernetesNetworkConfig.ipFamily', "EKS cannot change a cluster's IP family");
}

function serviceRange({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const wanted = request.kubernetesNetworkConfig?.serviceIpv4Cidr;
  if (!wanted || wanted === observed.kubernetesNetworkConfig?.serviceIpv4Cidr) return nothing;
  return keptForLife(
    'kubernetesNetworkConfig.serviceIPv4CIDR',
    "EKS cannot change a cluster's service range",
  );
}

export function enabledLogTypes(logging: Logging | undefined): LogType[] {
  return (logging?.clusterLogging ?? []).flatMap(({ types, enabled }) => (enabled ? types : []));
}

export function logging({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  if (!request.logging) return nothing;
  const wanted = enabledLogTypes(request.logging);
  const present = enabledLogTypes(observed.logging);
  if (sameItems(wanted, present)) return nothing;
  const off = present.filter((type) => !wanted.includes(type));
  const disable = off.length > 0 ? [{ types: off, enabled: false }] : [];
  const change = { clusterLogging: [...request.logging.clusterLogging, ...disable] };
  return configChange(request.name, { logging: change }, `log ${wanted.join(', ')}`);
}

/** Endpoint access and subnets are two kinds of change to EKS, which takes one in a call. */
function endpointAccess({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs } = request.resourcesVpcConfig;
  const seen = observed.resourcesVpcConfig;
  const cidrsSame = !publicAccessCidrs || sameItems(publicAccessCidrs, seen.publicAccessCidrs);
  const accessSame =
    seen.endpointPublicAccess === endpointPublicAccess &&
    seen.endpointPrivateAccess === endpointPrivateAccess;
  if (cidrsSame && accessSame) return nothing;
  const change = {
    endpointPublicAccess,
    endpointPrivateAccess,
    ...(publicAccessCidrs ? { publicAccessCidrs } : {}),
  };
  return configChange(request.name, { resourcesVpcConfig: change }, 'change access to the API endpoint');
}

function subnets({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const { subnetIds, securityGroupIds } = request.resourcesVpcConfig;
  const seen = observed.resourcesVpcConfig;
  if (sameItems(subnetIds, seen.subnetIds) && sameItems(securityGroupIds, seen.securityGroupIds))
    return nothing;
  return configChange(
    request.name,
    { resourcesVpcConfig: { subnetIds, securityGroupIds } },
    "change the control plane's subnets and security groups",
  );
}

function egress({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const mode = request.resourcesVpcConfig.controlPlaneEgressMode;
  if (!mode || mode === (observed.resourcesVpcConfig.controlPlaneEgressMode ?? 'AWS_MANAGED')) return nothing;
  return configChange(
    request.name,
    { resourcesVpcConfig: { controlPlaneEgressMode: mode } },
    `route egress ${mode}`,
  );
}

const modes: readonly AuthenticationMode[] = ['CONFIG_MAP', 'API_AND_CONFIG_MAP', 'API'];

/**
 * Decides the authentication mode. A document that says no mode does not take the ConfigMap away: an identity that is
 * only in aws-auth, as eksctl's own nodes may be, would be out for good. It brings at least access entries, which
 * everything here goes by.
 */
function access({ request, saysMode }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const seen = observed.accessConfig?.authenticationMode ?? 'CONFIG_MAP';
  if (!saysMode && seen !== 'CONFIG_MAP') return nothing;
  const wanted = request.accessConfig.authenticationMode;
  if (wanted === seen) return nothing;
  if (modes.indexOf(wanted) < modes.indexOf(seen)) {
    return refuse(
      'accessConfig.authenticationMode',
      `EKS cannot go back from ${seen} to ${wanted}`,
      'leave the mode as the cluster has it, and use access entries',
    );
  }
  // From CONFIG_MAP to API there is a step in between, which EKS demands.
  const next = modes[modes.indexOf(seen) + 1] ?? wanted;
  return configChange(
    request.name,
    { accessConfig: { authenticationMode: next } },
    `authenticate by ${next}`,
  );
}

function encryption({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const [wanted] = request.encryptionConfig ?? [];
  const [seen] = observed.encryptionConfig ?? [];
  if (!wanted || wanted.provider.keyArn === seen?.provider.keyArn) return nothing;
  if (seen) {
    return refuse(
      'secretsEncryption.keyARN',
      `EKS cannot change the key of a cluster that has one (${seen.provider.keyArn})`,
      'leave the key, or create a cluster of another name',
    );
  }
  return update(
    {
      operation: 'AssociateEncryptionConfig',
      request: { clusterName: request.name, encryptionConfig: [wanted] },
    },
    'encrypt secrets (this cannot be undone)',
  );
}

/** Auto Mode is switched on by its three members in one call. Off, it would take its nodes and their pods with it. */
function autoMode({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const wanted = request.computeConfig;
  const seen = observed.computeConfig;
  if (!wanted) {
    if (!seen?.enabled) return nothing;
    return refuse(
      'autoModeConfig.enabled',
      'the cluster has Auto Mode, which eks-fleet does not take away with the nodes and roles of it',
      'set it to true, or disable it first (aws eks update-cluster-config) once other nodes run the pods',
    );
  }
  if (seen?.enabled && seen.nodeRoleArn && wanted.nodeRoleArn && wanted.nodeRoleArn !== seen.nodeRoleArn) {
    return refuse(
      'autoModeConfig.nodeRoleARN',
      `EKS cannot change the role of Auto Mode's nodes (it is ${seen.nodeRoleArn})`,
      'name that role',
    );
  }
  const roleSame = !wanted.nodeRoleArn || wanted.nodeRoleArn === seen?.nodeRoleArn;
  if (seen?.enabled && sameItems(wanted.nodePools, seen.nodePools) && roleSame) return nothing;
  return configChange(
    request.name,
    {
      // No pools are said to be none: one that is not named is not disabled (EKS guide, "Enable or Disable Built-in NodePools").
      computeConfig: { ...wanted, nodePools: wanted.nodePools ?? [] },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    },
    seen?.enabled ? "change Auto Mode's own pools" : 'enable Auto Mode',
  );
}

type PlainMember =
  | 'upgradePolicy'
  | 'zonalShiftConfig'
  | 'remoteNetworkConfig'
  | 'controlPlaneScalingConfig'
  | 'kubeApiServerConfig'
  | 'kubeControllerManagerConfig'
  | 'kubeSchedulerConfig'
  | 'deletionProtection';

/** A member that is updated by sending it as it should be. */
function member(name: PlainMember, unset: unknown, summary: string) {
  return ({ request }: DesiredControlPlane, observed: ObservedCluster): Decided => {
    const wanted: CreateClusterRequest[PlainMember] = request[name];
    const seen = observed[name] ?? unset;
    const equal =
      typeof wanted === 'object'
        ? includes(seen as Readonly<Record<string, unknown>>, wanted as Readonly<Record<string, unknown>>)
        : same(wanted, seen);
    return wanted === undefined || equal ? nothing : configChange(request.name, { [name]: wanted }, summary);
  };
}

export function tags({ request }: DesiredControlPlane, observed: ObservedCluster): Decided {
  const missing = tagsToSet(observed.tags, request.tags);
  if (Object.keys(missing).length === 0) return nothing;
  return update(
    { operation: 'TagResource', request: { resourceArn: observed.arn, tags: missing } },
    'tag the cluster',
  );
}

const steps = [
  role,
  ipFamily,
  serviceRange,
  encryption,
  access,
  endpointAccess,
  subnets,
  egress,
  logging,
  autoMode,
  member('upgradePolicy', { supportType: 'EXTENDED' }, 'change the upgrade policy'),
  member('zonalShiftConfig', { enabled: false }, 'change zonal shift'),
  member('remoteNetworkConfig', {}, 'change the networks of hybrid nodes'),
  member('controlPlaneScalingConfig', { tier: 'standard' }, "change the control plane's tier"),
  member('kubeApiServerConfig', {}, 'configure kube-apiserver'),
  member('kubeControllerManagerConfig', {}, 'configure kube-controller-manager'),
  member('kubeSchedulerConfig', {}, 'configure kube-scheduler'),
  member('deletionProtection', false, 'change deletion protection'),
  tags,
];

/** Everything that would have to be done about an ACTIVE control plane, one change after the other. */
export function controlPlaneDecisions(
  desired: DesiredControlPlane,
  observed: ObservedCluster,
): readonly Decided[] {
  return steps.map((step) => step(desired, observed)).filter(({ do: what }) => what !== 'nothing');
}

/**
 * Decides the next change of a control plane. EKS takes one change at a time. Members that a document does not say
 * are left as they are, and so is the version, which upgrades alone change (see `keptVersion`).
 */
export function decideControlPlane(
  desired: DesiredControlPlane,
  observed: ObservedCluster | undefined,
): Decided {
  if (!observed) return create;
  switch (observed.status) {
    case 'CREATING':
    case 'PENDING':
      return wait('CreateCluster');
    case 'UPDATING':
      return wait('UpdateCluster');
    case 'DELETING':
      return fail(`cluster ${observed.name} is being deleted`);
    case 'FAILED': {
      const reasons = (observed.issues ?? []).map(({ code, message }) => `${code}: ${message}`);
      return fail(
        `EKS could not create cluster ${observed.name}${reasons.length ? `: ${reasons.join('; ')}` : ''}`,
      );
    }
    case 'ACTIVE':
      return first(steps.map((step) => () => step(desired, observed)));
  }
}
