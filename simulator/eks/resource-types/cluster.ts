import type { Cluster, LogType } from '@aws-sdk/client-eks';
import { generatedName } from '../../resource-calls.ts';
import type { Properties } from '../../service.ts';
import { membersOf, tagsOf } from './members.ts';
import type { EksType } from './provider.ts';
import { runUpdate } from './update.ts';

interface Logging {
  readonly ClusterLogging?: { readonly EnabledTypes?: readonly { readonly Type: LogType }[] };
}

const MAX_NAME_LENGTH = 100;

function loggingOf(logging: unknown) {
  const types = ((logging as Logging).ClusterLogging?.EnabledTypes ?? []).map(({ Type }) => Type);
  return { clusterLogging: types.length === 0 ? [] : [{ types, enabled: true }] };
}

function requestOf({ Logging: logging, ...properties }: Properties) {
  return { ...membersOf(properties), ...(logging === undefined ? {} : { logging: loggingOf(logging) }) };
}

/** AWS::EKS::Cluster. Its version is the one property that a stack can change here, as CloudFormation's handler does. */
export const cluster: EksType<Cluster> = {
  modelled: [
    'AccessConfig',
    'BootstrapSelfManagedAddons',
    'ComputeConfig',
    'DeletionProtection',
    'EncryptionConfig',
    'KubernetesNetworkConfig',
    'Logging',
    'Name',
    'ResourcesVpcConfig',
    'RoleArn',
    'StorageConfig',
    'Tags',
    'UpgradePolicy',
    'Version',
    'ZonalShiftConfig',
  ],
  replaced: ['BootstrapSelfManagedAddons', 'EncryptionConfig', 'Name', 'RoleArn'],
  changed: ['Version'],
  create: async (properties, { account, act, context }) => {
    const name = properties.Name ?? generatedName(account.region.kernel, context, MAX_NAME_LENGTH);
    const tags = tagsOf(properties.Tags, context);
    await act('CreateCluster', { ...requestOf(properties), name, tags });
    return String(name);
  },
  describe: async (name, { act }) => {
    const answer = await act<{ cluster: Cluster }>('DescribeCluster', { name });
    return answer.cluster;
  },
  attributes: (described) => ({
    Arn: described.arn,
    CertificateAuthorityData: described.certificateAuthority?.data,
    ClusterSecurityGroupId: described.resourcesVpcConfig?.clusterSecurityGroupId,
    EncryptionConfigKeyArn: described.encryptionConfig?.[0]?.provider?.keyArn ?? '',
    Endpoint: described.endpoint,
    'KubernetesNetworkConfig.ServiceIpv6Cidr': described.kubernetesNetworkConfig?.serviceIpv6Cidr,
    OpenIdConnectIssuerUrl: described.identity?.oidc?.issuer,
  }),
  update: async (name, { Version: version }, names, making) => {
    if (names.has('Version')) await runUpdate(making, { name }, 'UpdateClusterVersion', { name, version });
  },
  delete: (name, _properties, { act }) => act('DeleteCluster', { name }),
};
