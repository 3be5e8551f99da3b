import type {
  AuthenticationMode,
  ComputeConfig,
  ControlPlaneTier,
  EncryptionConfig,
  KubeApiServerConfig,
  KubeControllerManagerConfig,
  KubernetesNetworkConfig,
  KubeSchedulerConfig,
  Logging,
  RemoteNetworkConfig,
  StorageConfig,
  UpgradePolicy,
  VpcConfig,
} from '../desired/control-plane-request.ts';
import type { Change } from './decision.ts';

/** A cluster as DescribeCluster shows it, as far as it is decided on. */
export interface ObservedCluster {
  readonly arn: string;
  readonly name: string;
  readonly status: 'CREATING' | 'ACTIVE' | 'DELETING' | 'FAILED' | 'UPDATING' | 'PENDING';
  readonly version: string;
  readonly roleArn: string;
  readonly resourcesVpcConfig: Partial<VpcConfig> & {
    readonly vpcId?: string;
    readonly clusterSecurityGroupId?: string;
  };
  readonly kubernetesNetworkConfig?: KubernetesNetworkConfig & { readonly serviceIpv6Cidr?: string };
  readonly logging?: Logging;
  readonly encryptionConfig?: readonly EncryptionConfig[];
  readonly accessConfig?: { readonly authenticationMode?: AuthenticationMode };
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
  readonly tags?: Readonly<Record<string, string>>;
  /** `health.issues`, where EKS gives reasons for FAILED. */
  readonly issues?: readonly { readonly code: string; readonly message: string }[];
}

export interface UpdateClusterConfigRequest {
  readonly name: string;
  readonly resourcesVpcConfig?: Partial<VpcConfig>;
  readonly logging?: Logging;
  readonly accessConfig?: { readonly authenticationMode: AuthenticationMode };
  readonly upgradePolicy?: UpgradePolicy;
  readonly zonalShiftConfig?: { readonly enabled: boolean };
  readonly remoteNetworkConfig?: RemoteNetworkConfig;
  readonly computeConfig?: ComputeConfig;
  readonly kubernetesNetworkConfig?: { readonly elasticLoadBalancing: { readonly enabled: boolean } };
  readonly storageConfig?: StorageConfig;
  readonly deletionProtection?: boolean;
  readonly controlPlaneScalingConfig?: { readonly tier: ControlPlaneTier };
  readonly kubeApiServerConfig?: KubeApiServerConfig;
  readonly kubeControllerManagerConfig?: KubeControllerManagerConfig;
  readonly kubeSchedulerConfig?: KubeSchedulerConfig;
}

export type ControlPlaneChange =
  | Change<'UpdateClusterConfig', UpdateClusterConfigRequest>
  | Change<
      'UpdateClusterVersion',
      {
        readonly name: string;
        readonly version: string;
        readonly force?: boolean;
        readonly rollbackConfig?: { readonly timeoutMinutes: number };
      }
    >
  | Change<
      'AssociateEncryptionConfig',
      { readonly clusterName: string; readonly encryptionConfig: readonly EncryptionConfig[] }
    >
  | Change<'TagResource', { readonly resourceArn: string; readonly tags: Readonly<Record<string, string>> }>;
