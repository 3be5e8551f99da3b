import { knownAnnotations, pullThroughCacheAnnotation, pullThroughCacheRule } from '../annotations.ts';
import { isAutoMode } from '../config.ts';
import { nearestName } from '../nearest.ts';
import { type Rule, when } from './rule.ts';

/** PutRetentionPolicy's values (CloudWatch Logs API reference). */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logging: Rule = ({ cloudWatch }) => {
  const { enableTypes, logRetentionInDays: days } = cloudWatch?.clusterLogging ?? {};
  return [
    ...when(days !== undefined && !retentionDays.includes(days), {
      path: 'cloudWatch.clusterLogging.logRetentionInDays',
      found: days,
      allowed: `one of ${retentionDays.join(', ')}`,
      message: 'not a retention that CloudWatch Logs has',
    }),
    ...when(days !== undefined && !enableTypes?.length, {
      path: 'cloudWatch.clusterLogging.logRetentionInDays',
      found: days,
      allowed: 'a retention together with cloudWatch.clusterLogging.enableTypes',
      message: 'there is no log whose retention it would be',
    }),
  ];
};

export const autoMode: Rule = (config) => {
  const { nodePools, nodeRoleARN, permissionsBoundaryARN } = config.autoModeConfig ?? {};
  const off = !isAutoMode(config);
  const noPools = nodePools?.length === 0;
  return [
    ...when(off && (nodePools ?? nodeRoleARN ?? permissionsBoundaryARN) !== undefined, {
      path: 'autoModeConfig.enabled',
      found: config.autoModeConfig?.enabled,
      allowed: 'true where the other members of autoModeConfig are set',
      message: 'node pools and their role need Auto Mode',
    }),
    ...when(noPools && nodeRoleARN !== undefined, {
      path: 'autoModeConfig.nodeRoleARN',
      found: nodeRoleARN,
      allowed: 'nothing where nodePools is empty',
      message: 'EKS takes a node role only together with node pools',
    }),
    ...when(nodeRoleARN !== undefined && permissionsBoundaryARN !== undefined, {
      path: 'autoModeConfig.permissionsBoundaryARN',
      found: permissionsBoundaryARN,
      allowed: 'either this or nodeRoleARN',
      message: 'the boundary is for a role that we make, and one is given',
    }),
  ];
};

/** One OIDC provider a cluster (EKS quota, not adjustable). */
export const identityProviders: Rule = ({ identityProviders: providers }) =>
  when((providers?.length ?? 0) > 1, {
    path: 'identityProviders',
    found: providers?.map(({ name }) => name),
    allowed: 'one provider',
    message: 'EKS takes one OIDC identity provider a cluster',
  });

export const secretsEncryption: Rule = ({ metadata, secretsEncryption: encryption }) => {
  const region = encryption?.keyARN.split(':')[3];
  return when(region !== undefined && region !== metadata.region, {
    path: 'secretsEncryption.keyARN',
    found: encryption?.keyARN,
    allowed: `a key of ${metadata.region}`,
    message: 'EKS takes a key of its own region only',
  });
};

export const kubernetesComponents: Rule = ({ kubeAPIServerConfig }) => {
  const range = kubeAPIServerConfig?.serviceNodePortRange;
  return when(range !== undefined && range.minPort > range.maxPort, {
    path: 'kubeAPIServerConfig.serviceNodePortRange.minPort',
    found: range?.minPort,
    allowed: `at most maxPort (${range?.maxPort})`,
    message: 'the range ends before it begins',
  });
};

export const remoteNodes: Rule = ({ remoteNetworkConfig }) => {
  const iam = remoteNetworkConfig?.iam;
  const anywhere = iam?.provider?.toUpperCase() === 'IRA';
  return [
    ...when(anywhere && !iam?.caBundleCert, {
      path: 'remoteNetworkConfig.iam.caBundleCert',
      found: iam?.caBundleCert,
      allowed: 'the certificate bundle of your authority, as text',
      message: 'IAM Roles Anywhere trusts an authority, which must be given',
    }),
    ...when(!anywhere && iam?.caBundleCert !== undefined, {
      path: 'remoteNetworkConfig.iam.caBundleCert',
      found: 'a certificate',
      allowed: 'nothing where the provider is SSM',
      message: 'only IAM Roles Anywhere reads it',
      alternative: 'remove it, or set remoteNetworkConfig.iam.provider to IRA',
    }),
  ];
};

export const annotations: Rule = ({ metadata }) => {
  const ours = Object.keys(metadata.annotations ?? {}).filter((key) => key.startsWith('eks-fleet.dev/'));
  const unknown = ours.filter((key) => !knownAnnotations.some((known) => known === key));
  const path = (key: string) => `metadata.annotations["${key}"]`;
  return [
    ...unknown.map((key) => {
      const nearest = nearestName(key, knownAnnotations);
      return {
        path: path(key),
        found: metadata.annotations?.[key],
        allowed: `one of ${knownAnnotations.join(', ')}`,
        message: 'unknown annotation of eks-fleet',
        ...(nearest ? { alternative: `did you mean ${nearest}?` } : {}),
      };
    }),
    ...when(pullThroughCacheRule({ metadata }) === 'invalid', {
      path: path(pullThroughCacheAnnotation),
      found: metadata.annotations?.[pullThroughCacheAnnotation],
      allowed: 'JSON with ecrRepositoryPrefix, upstreamRegistryUrl and, if needed, credentialArn',
      message: 'cannot be read as a pull-through-cache rule',
    }),
  ];
};
