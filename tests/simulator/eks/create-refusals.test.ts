import { describe } from '@jest/globals';
import { ELSEWHERE, itRefuses, type Refusal } from './refusals.fixtures.ts';
import { CLUSTER, NODEGROUP, role, type World } from './world.ts';

const SECOND = { ...CLUSTER, name: 'second' };
const autoMode = {
  computeConfig: { enabled: true },
  kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
  storageConfig: { blockStorage: { enabled: true } },
};
const templated = { ...NODEGROUP, launchTemplate: { id: 'lt-1' } };
const template = (data: Record<string, unknown>) => (world: World) =>
  void world.network.templates.set('lt-1', data);

const REFUSALS: readonly Refusal[] = [
  {
    name: 'refuses a version beside an image in the template',
    operation: 'CreateNodegroup',
    input: { ...templated, version: '1.34' },
    prepare: template({ ImageId: 'ami-1' }),
    message:
      'You cannot specify a kubernetes version to use when specifying an image id to use within the launch template.',
  },
  {
    name: 'refuses a new group of which more nodes may be unavailable than it has',
    operation: 'CreateNodegroup',
    input: {
      ...NODEGROUP,
      scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 },
      updateConfig: { maxUnavailable: 3 },
    },
    message: 'max-unavailable must be within the range 1 and max size of the node group',
  },
  {
    name: 'refuses a release of a day that there was not',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, releaseVersion: '1.34.1-20251131' },
    message: 'Requested release version 1.34.1-20251131 is not valid for kubernetes version 1.34.',
  },
  {
    name: 'refuses a label without a value',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, labels: { spare: '' } },
    message: /^Invalid value: {2}: field must consist of alphanumeric characters/,
  },
  {
    name: 'refuses an association of an add-on that takes no roles',
    operation: 'CreateAddon',
    input: {
      clusterName: 'shop',
      addonName: 'kube-proxy',
      addonVersion: 'v1.34.0-eksbuild.2',
      podIdentityAssociations: [{ serviceAccount: 'kube-proxy', roleArn: role('pod') }],
    },
    message: 'Pod Identity feature is not supported for addon version: v1.34.0-eksbuild.2',
  },
  {
    name: 'refuses an association of an add-on for an account that is not its own',
    operation: 'CreateAddon',
    input: {
      clusterName: 'shop',
      addonName: 'vpc-cni',
      podIdentityAssociations: [{ serviceAccount: 'cni', roleArn: role('pod') }],
    },
    message: 'Service account cni in pod identity configuration is not supported for addon vpc-cni',
  },
  {
    name: 'refuses a taint whose key is no qualified name',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, taints: [{ key: 'bad key!', effect: 'NO_SCHEDULE' }] },
    message: /^invalid taint spec: bad key! , a qualified name must consist of alphanumeric characters/,
  },
  {
    name: 'refuses an effect in Kubernetes’ spelling',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, taints: [{ key: 'web', effect: 'NoSchedule' }] },
    message:
      'Invalid taint effect: NoSchedule, must be one of these [NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE]',
  },
  {
    name: 'refuses a label whose key is no qualified name',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, labels: { 'bad key!': 'x' } },
    message: /^Invalid value: bad key! : field must consist of alphanumeric characters/,
  },
  {
    name: 'refuses a group’s name of over 63 characters',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, nodegroupName: 'n'.repeat(64) },
    message: "nodeGroupName can't be longer than 63 characters!",
  },
  {
    name: 'refuses a template by id and name',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, launchTemplate: { id: 'lt-1', name: 'template' } },
    message: 'Either provide launch template ID or launch template name in the request.',
  },
  {
    name: 'refuses maxUnavailable as a number and a share',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, updateConfig: { maxUnavailable: 1, maxUnavailablePercentage: 10 } },
    message: 'Either provide max-unavailable or max-unavailable-percentage in the request.',
  },
  {
    name: 'refuses parallel repairs as a number and a share',
    operation: 'CreateNodegroup',
    input: {
      ...NODEGROUP,
      nodeRepairConfig: { maxParallelNodesRepairedCount: 1, maxParallelNodesRepairedPercentage: 10 },
    },
    message: 'Either provide max parallel nodes to repair count or percentage in the request.',
  },
  {
    name: 'refuses a template that names subnets',
    operation: 'CreateNodegroup',
    input: templated,
    prepare: template({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: 'subnet-a' }] }),
    message:
      'You must not specify a subnet in your launch template. All subnets must be specified in the API.',
  },
  {
    name: 'refuses a template with an interface that has no index',
    operation: 'CreateNodegroup',
    input: templated,
    code: 'InvalidRequestException',
    prepare: template({ NetworkInterfaces: [{ Groups: ['sg-own'] }] }),
    message: 'Each network interface requires a device index.',
  },
  {
    name: 'refuses a template whose instances read their tags',
    operation: 'CreateNodegroup',
    input: templated,
    code: 'InvalidRequestException',
    prepare: template({ MetadataOptions: { InstanceMetadataTags: 'enabled' } }),
    message: /^'k8s\.io\/cluster-autoscaler\/enabled' is not a valid tag key\./,
  },
  {
    name: 'refuses a custom AMI without a template',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, amiType: 'CUSTOM' },
    message: "Launch template details can't be null for Custom ami type node group",
  },
  {
    name: 'refuses a template without id and name',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, launchTemplate: { version: '1' } },
    message: 'Either a launch template ID or a launch template name must be specified in the request.',
  },
  {
    name: 'refuses a group’s name with a dot, before it looks for the cluster',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, clusterName: 'none', nodegroupName: 'a.b' },
    message: /^The nodegroup name parameter contains invalid characters\./,
  },
  {
    name: 'looks for the cluster of a group before the rest of the request',
    operation: 'CreateNodegroup',
    code: 'ResourceNotFoundException',
    input: { ...NODEGROUP, clusterName: 'none', launchTemplate: { version: '1' } },
    message: 'No cluster found for name: none.',
  },
  {
    name: 'refuses thresholds of repairs as a number and a share',
    operation: 'CreateNodegroup',
    input: {
      ...NODEGROUP,
      nodeRepairConfig: { maxUnhealthyNodeThresholdCount: 1, maxUnhealthyNodeThresholdPercentage: 10 },
    },
    message: 'Either provide max parallel nodes to repair count or percentage in the request.',
  },
  {
    name: 'refuses an update config of a new group that says nothing',
    operation: 'CreateNodegroup',
    input: { ...NODEGROUP, updateConfig: {} },
    message: 'UpdateConfig cannot be empty if set in the request.',
  },
  {
    name: 'refuses a cluster’s role of another account',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ roleArn: ELSEWHERE } },
    message: 'Cross-account pass role is not allowed.',
    code: 'AccessDeniedException',
  },
  {
    name: 'refuses an endpoint that is neither public nor private',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{
        resourcesVpcConfig: {
          ...CLUSTER.resourcesVpcConfig,
          endpointPublicAccess: false,
          endpointPrivateAccess: false,
        },
      },
    },
    message: 'Private and public endpoint access cannot be false',
  },
  {
    name: 'refuses a key of another region',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{
        encryptionConfig: [
          {
            resources: ['secrets'],
            provider: {
              keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/361001ad-9c5e-42cb-9a09-5de1e80e822f',
            },
          },
        ],
      },
    },
    message: 'The keyArn for encryptionConfig is scoped to invalid aws region.',
  },
  {
    name: 'refuses to encrypt anything but secrets',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{ encryptionConfig: [{ resources: ['configmaps'], provider: { keyArn: 'arn:aws:kms' } }] },
    },
    message: 'Invalid k8s resource for encryption',
  },
  {
    name: 'refuses a service range of IPv4 in a cluster of IPv6',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{ kubernetesNetworkConfig: { ipFamily: 'ipv6', serviceIpv4Cidr: '10.100.0.0/16' } },
    },
    message: 'serviceIpv4Cidr cannot be specified when creating an "ipv6" cluster',
  },
  {
    name: 'refuses pools of Auto Mode without a role for their nodes',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ ...autoMode, computeConfig: { enabled: true, nodePools: ['system'] } } },
    message: 'When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated.',
  },
  {
    name: 'refuses Auto Mode beside the config map',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ ...autoMode, accessConfig: { authenticationMode: 'CONFIG_MAP' } } },
    message:
      'When EKS Auto Mode is enabled, you must use an EKS access config authentication mode of API_AND_CONFIG_MAP or API',
  },
  {
    name: 'refuses a remote network with public addresses in its own words',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: ['11.0.0.0/16'] }] } } },
    message: 'Invalid remote node network: CIDR 11.0.0.0/16 is not part of RFC 1918 or CGNAT',
  },
  {
    name: 'refuses a remote pod network that nodes use',
    operation: 'CreateCluster',
    input: {
      ...SECOND,
      ...{
        remoteNetworkConfig: {
          remoteNodeNetworks: [{ cidrs: ['10.200.0.0/16'] }],
          remotePodNetworks: [{ cidrs: ['10.200.0.0/24'] }],
        },
      },
    },
    message:
      'Invalid remote pod network: CIDR 10.200.0.0/24 overlaps with already existing CIDR 10.200.0.0/16',
  },
  {
    name: 'refuses remote pod networks without networks of nodes',
    operation: 'CreateCluster',
    input: { ...SECOND, ...{ remoteNetworkConfig: { remotePodNetworks: [{ cidrs: ['10.200.0.0/16'] }] } } },
    message: 'remoteNodeNetworks are required when specifying remoteNetworkConfig.',
  },
];

describe('refusals of clusters and node groups in EKS’s own words', () => itRefuses(REFUSALS));
