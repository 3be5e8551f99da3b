import { arn, key } from './documents.fixtures.ts';
import { back, left, noState, of, type Rows, refused, unsaid, untold } from './row.ts';

const NAMES = noState('It says which one');
const TOKEN = noState('It makes a repeated request one');
const cp = 'controlPlane';
const KEPT = noState('EKS takes it at the creation alone, and refuses another (UpdateClusterConfig)');
const TOGETHER = noState(
  'EKS switches the three of Auto Mode together, or refuses: see computeConfig.enabled',
);
const cidrs = (cidr: string) => [{ cidrs: [cidr] }];
const scoring = 'kubeSchedulerConfig.nodeResourcesFit.scoringStrategy';
const resources = [{ name: 'memory', weight: 1 }];

export const controlPlaneRows: Rows = {
  'UpdateClusterConfig name': [NAMES],
  'UpdateClusterConfig clientRequestToken': [TOKEN],
  'UpdateClusterConfig resourcesVpcConfig.subnetIds': [
    back(cp, 'resourcesVpcConfig.subnetIds', ['subnet-x', 'subnet-y']),
  ],
  'UpdateClusterConfig resourcesVpcConfig.securityGroupIds': [
    back(cp, 'resourcesVpcConfig.securityGroupIds', ['sg-x']),
  ],
  'UpdateClusterConfig resourcesVpcConfig.endpointPublicAccess': [
    back(cp, 'resourcesVpcConfig.endpointPublicAccess', false),
  ],
  'UpdateClusterConfig resourcesVpcConfig.endpointPrivateAccess': [
    back(cp, 'resourcesVpcConfig.endpointPrivateAccess', false),
  ],
  'UpdateClusterConfig resourcesVpcConfig.publicAccessCidrs': [
    back(cp, 'resourcesVpcConfig.publicAccessCidrs', ['0.0.0.0/0']),
    unsaid(cp, 'resourcesVpcConfig.publicAccessCidrs', ['203.0.113.0/24']),
  ],
  'UpdateClusterConfig resourcesVpcConfig.controlPlaneEgressMode': [
    back(cp, 'resourcesVpcConfig.controlPlaneEgressMode', 'AWS_MANAGED'),
    unsaid(cp, 'resourcesVpcConfig.controlPlaneEgressMode', 'CUSTOMER_ROUTED'),
  ],
  'UpdateClusterConfig logging.clusterLogging[].types': [
    back(cp, 'logging.clusterLogging', [{ types: ['api', 'audit', 'scheduler'], enabled: true }]),
    back(cp, 'logging.clusterLogging', [{ types: ['api'], enabled: true }]),
    unsaid(cp, 'logging', { clusterLogging: [{ types: ['audit'], enabled: true }] }),
  ],
  'UpdateClusterConfig logging.clusterLogging[].enabled': [
    back(cp, 'logging.clusterLogging', [{ types: ['api', 'audit'], enabled: false }]),
  ],
  'UpdateClusterConfig accessConfig.authenticationMode': [
    refused('accessConfig.authenticationMode', cp, 'accessConfig.authenticationMode', 'API', 'accessConfig'),
    back(cp, 'accessConfig.authenticationMode', 'CONFIG_MAP'),
    of('unsaid', back(cp, 'accessConfig.authenticationMode', 'CONFIG_MAP')),
    of(
      'unsaid',
      untold(
        'A document that says no mode takes the ConfigMap away from nobody, and a cluster of ours cannot go back to it',
        cp,
        'accessConfig.authenticationMode',
        'API_AND_CONFIG_MAP',
      ),
    ),
  ],
  'UpdateClusterConfig upgradePolicy.supportType': [
    back(cp, 'upgradePolicy.supportType', 'EXTENDED'),
    unsaid(cp, 'upgradePolicy', { supportType: 'STANDARD' }),
  ],
  'UpdateClusterConfig zonalShiftConfig.enabled': [
    back(cp, 'zonalShiftConfig.enabled', false),
    unsaid(cp, 'zonalShiftConfig', { enabled: true }),
  ],
  'UpdateClusterConfig computeConfig.enabled': [
    of('auto', back(cp, 'computeConfig', { enabled: false })),
    of('unsaid', refused('autoModeConfig.enabled', cp, 'computeConfig', { enabled: true }, 'autoModeConfig')),
  ],
  'UpdateClusterConfig computeConfig.nodePools': [
    of('auto', back(cp, 'computeConfig.nodePools', ['system'])),
  ],
  'UpdateClusterConfig computeConfig.nodeRoleArn': [
    of(
      'auto',
      refused(
        'autoModeConfig.nodeRoleARN',
        cp,
        'computeConfig.nodeRoleArn',
        arn('role', 'other'),
        'autoModeConfig',
      ),
    ),
  ],
  'UpdateClusterConfig kubernetesNetworkConfig.serviceIpv4Cidr': [KEPT],
  'UpdateClusterConfig kubernetesNetworkConfig.ipFamily': [KEPT],
  'UpdateClusterConfig kubernetesNetworkConfig.elasticLoadBalancing.enabled': [TOGETHER],
  'UpdateClusterConfig kubernetesNetworkConfig.elasticLoadBalancing.gatewayApi.crds.managed': [
    of(
      'auto',
      unsaid(cp, 'kubernetesNetworkConfig.elasticLoadBalancing.gatewayApi', { crds: { managed: true } }),
    ),
    unsaid(cp, 'kubernetesNetworkConfig.elasticLoadBalancing', { gatewayApi: { crds: { managed: true } } }),
  ],
  'UpdateClusterConfig storageConfig.blockStorage.enabled': [TOGETHER],
  'UpdateClusterConfig remoteNetworkConfig.remoteNodeNetworks[].cidrs': [
    back(cp, 'remoteNetworkConfig.remoteNodeNetworks', cidrs('10.90.0.0/16')),
    unsaid(cp, 'remoteNetworkConfig', { remoteNodeNetworks: cidrs('10.90.0.0/16') }),
  ],
  'UpdateClusterConfig remoteNetworkConfig.remotePodNetworks[].cidrs': [
    back(cp, 'remoteNetworkConfig.remotePodNetworks', cidrs('10.91.0.0/16')),
    unsaid(cp, 'remoteNetworkConfig', { remotePodNetworks: cidrs('10.91.0.0/16') }),
  ],
  'UpdateClusterConfig deletionProtection': [
    back(cp, 'deletionProtection', false),
    unsaid(cp, 'deletionProtection', true),
  ],
  'UpdateClusterConfig controlPlaneScalingConfig.tier': [
    back(cp, 'controlPlaneScalingConfig.tier', 'standard'),
    unsaid(cp, 'controlPlaneScalingConfig', { tier: 'tier-xl' }),
  ],
  'UpdateClusterConfig kubeApiServerConfig.eventTtl': [
    back(cp, 'kubeApiServerConfig.eventTtl', '1h'),
    unsaid(cp, 'kubeApiServerConfig', { eventTtl: '3h' }),
  ],
  'UpdateClusterConfig kubeApiServerConfig.serviceNodePortRange.minPort': [
    back(cp, 'kubeApiServerConfig.serviceNodePortRange.minPort', 29000),
    unsaid(cp, 'kubeApiServerConfig', { serviceNodePortRange: { minPort: 29000, maxPort: 32000 } }),
  ],
  'UpdateClusterConfig kubeApiServerConfig.serviceNodePortRange.maxPort': [
    back(cp, 'kubeApiServerConfig.serviceNodePortRange.maxPort', 33000),
  ],
  [`UpdateClusterConfig ${scoring}.type`]: [
    back(cp, `${scoring}.type`, 'LeastAllocated'),
    unsaid(cp, 'kubeSchedulerConfig', { nodeResourcesFit: { scoringStrategy: { type: 'MostAllocated' } } }),
  ],
  [`UpdateClusterConfig ${scoring}.resources[].name`]: [back(cp, `${scoring}.resources`, resources)],
  [`UpdateClusterConfig ${scoring}.resources[].weight`]: [
    back(cp, `${scoring}.resources`, [{ name: 'cpu', weight: 3 }]),
    unsaid(cp, 'kubeSchedulerConfig', { nodeResourcesFit: { scoringStrategy: { resources } } }),
  ],
  'UpdateClusterConfig kubeControllerManagerConfig.podGcControllerConfig.terminatedPodGcThreshold': [
    of(
      'said',
      unsaid(cp, 'kubeControllerManagerConfig.podGcControllerConfig', { terminatedPodGcThreshold: 5 }),
    ),
    unsaid(cp, 'kubeControllerManagerConfig', { podGcControllerConfig: { terminatedPodGcThreshold: 5 } }),
  ],
  'UpdateClusterConfig kubeControllerManagerConfig.horizontalPodAutoscalerControllerConfig.horizontalPodAutoscalerSyncPeriod':
    [
      back(
        cp,
        'kubeControllerManagerConfig.horizontalPodAutoscalerControllerConfig.horizontalPodAutoscalerSyncPeriod',
        '20s',
      ),
      unsaid(cp, 'kubeControllerManagerConfig', {
        horizontalPodAutoscalerControllerConfig: { horizontalPodAutoscalerSyncPeriod: '20s' },
      }),
    ],

  'UpdateClusterVersion name': [NAMES],
  'UpdateClusterVersion clientRequestToken': [TOKEN],
  'UpdateClusterVersion version': [
    left('A file behind its cluster is no wish to go back', cp, 'version', '1.36'),
    left('Applying upgrades nothing: an upgrade is asked for by itself', cp, 'version', '1.34'),
  ],
  'UpdateClusterVersion force': [noState('How it is asked: nothing of it stays')],
  'UpdateClusterVersion rollbackConfig.timeoutMinutes': [noState('How it is asked: nothing of it stays')],

  'AssociateEncryptionConfig clusterName': [NAMES],
  'AssociateEncryptionConfig clientRequestToken': [TOKEN],
  'AssociateEncryptionConfig encryptionConfig[].resources': [noState('EKS knows secrets alone')],
  'AssociateEncryptionConfig encryptionConfig[].provider.keyArn': [
    back(cp, 'encryptionConfig', undefined),
    refused(
      'secretsEncryption.keyARN',
      cp,
      'encryptionConfig',
      [{ resources: ['secrets'], provider: { keyArn: `${key}2` } }],
      'secretsEncryption',
    ),
    unsaid(cp, 'encryptionConfig', [{ resources: ['secrets'], provider: { keyArn: key } }]),
  ],

  'TagResource resourceArn': [NAMES],
  'TagResource tags': [
    back(cp, 'tags.team', 'b'),
    ...['nodeGroup/web', 'addon/coredns', `accessEntry/${arn('role', 'ann')}`, 'capability/ack'].map((part) =>
      back(part, 'tags', { 'eks-fleet.dev/cluster': 'another' }),
    ),
    ...['podIdentityAssociation/shop/till', 'identityProviderConfig/corp'].map((part) =>
      back(part, 'tags', { 'eks-fleet.dev/cluster': 'another' }),
    ),
    untold('Tags of others are theirs: of costs, of owners, of tools', cp, 'tags.theirs', 'x'),
  ],
  'UntagResource resourceArn': [NAMES],
  'UntagResource tagKeys': [back(cp, 'tags.team', undefined), back('nodeGroup/web', 'tags', {})],
};
