/** CreateCluster's request, as far as we use it: EKS's member names and types (client-eks, CreateClusterRequest). */
export interface CreateClusterRequest {
  readonly name: string;
  readonly version?: string;
  readonly roleArn: string;
  readonly resourcesVpcConfig: VpcConfig;
  readonly kubernetesNetworkConfig?: KubernetesNetworkConfig;
  readonly logging?: Logging;
  readonly encryptionConfig?: readonly EncryptionConfig[];
  readonly accessConfig: {
    readonly authenticationMode: AuthenticationMode;
    readonly bootstrapClusterCreatorAdminPermissions: boolean;
  };
  readonly bootstrapSelfManagedAddons: boolean;
  readonly upgradePolicy?: UpgradePolicy;
  readonly zonalShiftConfig?: { readonly enabled: boolean };
  readonly remoteNetworkConfig?: RemoteNetworkConfig;
  readonly computeConfig?: ComputeConfig;
  readonly storageConfig?: StorageConfig;
  readonly deletionProtection?: boolean;
  readonly controlPlaneScalingConfig?: { readonly tier: ControlPlaneTier };
  readonly kubeApiServerConfig?: KubeApiServerConfig;
  readonly kubeControllerManagerConfig?: KubeControllerManagerConfig;
  readonly kubeSchedulerConfig?: KubeSchedulerConfig;
  readonly tags: Readonly<Record<string, string>>;
}

export type AuthenticationMode = 'API' | 'API_AND_CONFIG_MAP' | 'CONFIG_MAP';
export type LogType = 'api' | 'audit' | 'authenticator' | 'controllerManager' | 'scheduler';
export type ControlPlaneTier = 'standard' | 'tier-xl' | 'tier-2xl' | 'tier-4xl' | 'tier-8xl';

export interface VpcConfig {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs?: readonly string[];
  readonly controlPlaneEgressMode?: 'AWS_MANAGED' | 'CUSTOMER_ROUTED';
}

export interface KubernetesNetworkConfig {
  readonly ipFamily?: 'ipv4' | 'ipv6';
  readonly serviceIpv4Cidr?: string;
  readonly elasticLoadBalancing?: { readonly enabled: boolean };
}

export interface Logging {
  readonly clusterLogging: readonly { readonly types: readonly LogType[]; readonly enabled: boolean }[];
}

export interface EncryptionConfig {
  readonly resources: readonly string[];
  readonly provider: { readonly keyArn: string };
}

export interface UpgradePolicy {
  readonly supportType: 'STANDARD' | 'EXTENDED';
}

export interface RemoteNetworkConfig {
  readonly remoteNodeNetworks: readonly { readonly cidrs: readonly string[] }[];
  readonly remotePodNetworks?: readonly { readonly cidrs: readonly string[] }[];
}

export interface ComputeConfig {
  readonly enabled: boolean;
  readonly nodePools?: readonly string[];
  readonly nodeRoleArn?: string;
}

export interface StorageConfig {
  readonly blockStorage: { readonly enabled: boolean };
}

export interface KubeApiServerConfig {
  readonly eventTtl?: string;
  readonly serviceNodePortRange?: { readonly minPort: number; readonly maxPort: number };
}

export interface KubeControllerManagerConfig {
  readonly horizontalPodAutoscalerControllerConfig: { readonly horizontalPodAutoscalerSyncPeriod: string };
}

export interface KubeSchedulerConfig {
  readonly nodeResourcesFit: {
    readonly scoringStrategy: {
      readonly type?: 'LeastAllocated' | 'MostAllocated';
      readonly resources?: readonly { readonly name: string; readonly weight: number }[];
    };
  };
}

/** The control plane as it should be. */
export interface DesiredControlPlane {
  readonly key: 'controlPlane';
  readonly request: CreateClusterRequest;
  /**
   * True where the document says the authentication mode. Where it does not, the request's mode is for a new cluster.
   */
  readonly saysMode: boolean;
}
