/**
 * IAM's state for the account of a world. IAM is one service for all regions: the world makes one state and gives it
 * to the service of each region.
 */
export interface IamState {
  readonly roles: Map<string, Role>;
  /** Customer managed policies by ARN. */
  readonly policies: Map<string, ManagedPolicy>;
  readonly instanceProfiles: Map<string, InstanceProfile>;
  /** ARNs of users: no API of users is simulated, but other services ask whether one is there. */
  readonly users: Set<string>;
  /** OpenID Connect providers by ARN. */
  readonly openIdConnectProviders: Map<string, OpenIdConnectProvider>;
  /** The number of calls that each statement of a role's policies allowed or denied; see `usage.ts`. */
  readonly usage: Map<string, StatementUse>;
  /** Rises when a managed policy changes, so that compiled policies know when they are stale. */
  revision: number;
}

export interface Role {
  /** Rises with every change of the role's policies. */
  revision: number;
  readonly roleName: string;
  readonly roleId: string;
  readonly arn: string;
  readonly path: string;
  readonly createDate: Date;
  assumeRolePolicyDocument: string;
  description: string | undefined;
  maxSessionDuration: number;
  permissionsBoundary: string | undefined;
  readonly tags: Map<string, string>;
  readonly inlinePolicies: Map<string, string>;
  /** ARNs, in the order in which they were attached. */
  readonly attachedPolicies: Set<string>;
  /** Until this virtual time (ms) other services may not see the role yet. */
  readonly visibleAt: number;
}

export interface ManagedPolicy {
  readonly policyName: string;
  readonly policyId: string;
  readonly arn: string;
  readonly path: string;
  readonly description: string | undefined;
  readonly createDate: Date;
  updateDate: Date;
  /** Documents by version id; `v1` is the first. */
  readonly versions: Map<string, { readonly document: string; readonly createDate: Date }>;
  defaultVersionId: string;
  nextVersion: number;
  readonly tags: Map<string, string>;
}

export interface InstanceProfile {
  readonly instanceProfileName: string;
  readonly instanceProfileId: string;
  readonly arn: string;
  readonly path: string;
  readonly createDate: Date;
  roleName: string | undefined;
  readonly tags: Map<string, string>;
}

export interface OpenIdConnectProvider {
  readonly arn: string;
  /** Without the scheme, as IAM answers it. */
  readonly url: string;
  readonly clientIds: string[];
  thumbprints: string[];
  readonly createDate: Date;
  readonly tags: Map<string, string>;
}

export interface StatementUse {
  /** Times that the statement matched a call, by the action called. */
  readonly actions: Map<string, number>;
}

export function newIamState(): IamState {
  return {
    roles: new Map(),
    policies: new Map(),
    instanceProfiles: new Map(),
    users: new Set(),
    openIdConnectProviders: new Map(),
    usage: new Map(),
    revision: 0,
  };
}
