import type { NodeCount } from '../groups/node-count.ts';

/** Quantities by resource, as a NodePool's `spec.limits` has them; null where nothing limits it. */
export type Limits = Readonly<Record<string, string>> | null;

/** A NodePool of Karpenter's, or of a user's in Auto Mode, with the limits that it is to have while it provisions. */
export interface PoolLimits {
  readonly name: string;
  readonly limits: Limits;
}

/** Auto Mode's own pools, by UpdateClusterConfig's members: EKS takes no pools without the role of their nodes. */
export interface BuiltInPools {
  readonly nodePools: readonly string[];
  readonly nodeRoleArn: string;
}

/** The pools that started nodes by themselves before a cluster was put to sleep. */
export interface Provisioning {
  readonly builtIn?: BuiltInPools;
  readonly nodePools: readonly PoolLimits[];
  /** The nodes that ran, and run no longer while it sleeps. */
  readonly nodes: readonly NodeCount[];
}

/** A change of provisioning: stopped, with every node that it has started, or begun again. */
export interface ProvisioningChange {
  readonly do: 'stop' | 'start';
  readonly provisioning: Provisioning;
  /** ISO 8601: updates of the cluster from before this are not this operation's. */
  readonly since: string;
}

/** As a person reads limits: `cpu 100, memory 400Gi`. */
export const limitsInWords = (limits: Limits): string =>
  limits === null || Object.keys(limits).length === 0
    ? 'no limits'
    : Object.entries(limits)
        .map(([resource, quantity]) => `${resource} ${quantity}`)
        .join(', ');
