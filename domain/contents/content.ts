import type { DesiredStack } from '../desired/template.ts';

/** That something else comes first: any one of `keys`, begun or complete. */
export interface Need {
  readonly keys: readonly string[];
  readonly until: 'started' | 'ready';
}

export interface ContentBase {
  /** Unique in the cluster: `nodeGroup/web`, `addon/coredns`. */
  readonly key: string;
  readonly needs: readonly Need[];
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NO_SCHEDULE' | 'NO_EXECUTE' | 'PREFER_NO_SCHEDULE';
}

export interface NodegroupRequest {
  readonly clusterName: string;
  readonly nodegroupName: string;
  readonly nodeRole: string;
  readonly subnets: readonly string[];
  readonly scalingConfig: {
    readonly minSize: number;
    readonly maxSize: number;
    readonly desiredSize: number;
  };
  readonly amiType?: string;
  readonly capacityType?: 'ON_DEMAND' | 'SPOT' | 'CAPACITY_BLOCK';
  readonly instanceTypes?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly launchTemplate?: { readonly id?: string; readonly name?: string; readonly version?: string };
  readonly updateConfig?: { readonly maxUnavailable?: number; readonly maxUnavailablePercentage?: number };
  readonly nodeRepairConfig?: Readonly<Record<string, unknown>>;
  readonly releaseVersion?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface DesiredNodeGroup extends ContentBase {
  readonly kind: 'nodeGroup';
  readonly request: NodegroupRequest;
  /** Its cluster sleeps: one that is there keeps its sizes. */
  readonly keepsSizes?: boolean;
}

export interface DesiredFargateProfile extends ContentBase {
  readonly kind: 'fargateProfile';
  readonly request: {
    readonly clusterName: string;
    readonly fargateProfileName: string;
    readonly podExecutionRoleArn: string;
    readonly subnets: readonly string[];
    readonly selectors: readonly {
      readonly namespace: string;
      readonly labels?: Readonly<Record<string, string>>;
    }[];
    readonly tags?: Readonly<Record<string, string>>;
  };
}

export interface DesiredPodIdentityAssociation extends ContentBase {
  readonly kind: 'podIdentityAssociation';
  readonly request: {
    readonly clusterName: string;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly roleArn: string;
    readonly targetRoleArn?: string;
    readonly disableSessionTags?: boolean;
    readonly policy?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

export interface DesiredIdentityProvider extends ContentBase {
  readonly kind: 'identityProviderConfig';
  readonly request: {
    readonly clusterName: string;
    readonly oidc: {
      readonly identityProviderConfigName: string;
      readonly issuerUrl: string;
      readonly clientId: string;
      readonly usernameClaim?: string;
      readonly usernamePrefix?: string;
      readonly groupsClaim?: string;
      readonly groupsPrefix?: string;
      readonly requiredClaims?: Readonly<Record<string, string>>;
    };
    readonly tags?: Readonly<Record<string, string>>;
  };
}

export interface DesiredCapability extends ContentBase {
  readonly kind: 'capability';
  readonly request: {
    readonly clusterName: string;
    readonly capabilityName: string;
    readonly type: 'ACK' | 'KRO' | 'ARGOCD';
    readonly roleArn: string;
    readonly deletePropagationPolicy: 'RETAIN';
    readonly configuration?: { readonly argoCd: Readonly<Record<string, unknown>> };
    readonly tags?: Readonly<Record<string, string>>;
  };
}

export interface DesiredContentStack extends ContentBase {
  readonly kind: 'stack';
  readonly stack: DesiredStack;
  /** A self-managed node group, whose nodes count as capacity. */
  readonly nodeGroup?: string;
}

/** CloudWatch Logs: CreateLogGroup where EKS has not made the group yet, then PutRetentionPolicy. */
export interface DesiredLogRetention extends ContentBase {
  readonly kind: 'logRetention';
  readonly request: { readonly logGroupName: string; readonly retentionInDays: number };
}

/** ECR: CreatePullThroughCacheRule. One of a region, shared by its clusters. */
export interface DesiredPullThroughCacheRule extends ContentBase {
  readonly kind: 'pullThroughCacheRule';
  readonly request: {
    readonly ecrRepositoryPrefix: string;
    readonly upstreamRegistryUrl: string;
    readonly credentialArn?: string;
  };
}
