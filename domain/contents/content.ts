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
