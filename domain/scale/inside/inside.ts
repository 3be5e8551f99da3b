import type { ComputeConfig } from '../../desired/control-plane-request.ts';
import type {
  KubernetesApi,
  ObservedDisruptionBudget,
  ObservedNode,
  ObservedNodeClaim,
  ObservedNodePool,
  ObservedWebhook,
} from '../../ports/kubernetes.ts';
import type { NodeCount } from '../groups/node-count.ts';

/** A look inside of a cluster that was not possible, and why. */
export interface NotReached {
  readonly why: string;
  /** The API knows the fleet, and does not let it look. */
  readonly isForbidden?: true;
}

/** The inside of a cluster, as far as a scaling is planned by it. */
export interface InsideAtPlanning {
  /** Undefined where the cluster knows no NodePools. */
  readonly nodePools: readonly ObservedNodePool[] | undefined;
  readonly hasNodeClaims: boolean;
  readonly webhooks: readonly ObservedWebhook[];
  /** Pods that ask for the sleep to wait, as `namespace/name`. */
  readonly held: readonly string[];
}

/** The things that start nodes without a group, as they are when a scaling is planned. */
export interface SeenProvisioning {
  readonly computeConfig: ComputeConfig | undefined;
  /** Instances that EC2 has of Karpenter's or Auto Mode's, by type. */
  readonly nodes: readonly NodeCount[];
  readonly api: KubernetesApi | undefined;
  readonly inside: InsideAtPlanning | NotReached;
}

/**
 * The inside of a cluster, as far as it tells the progress of a scaling: only the things that its plan is about are
 * looked at.
 */
export interface SeenInside {
  /** Absent where it was not looked at. */
  readonly nodes?: readonly ObservedNode[] | NotReached;
  readonly nodePools?: readonly ObservedNodePool[] | NotReached;
  readonly nodeClaims?: readonly ObservedNodeClaim[] | NotReached;
  readonly budgets?: readonly ObservedDisruptionBudget[] | NotReached;
  /** The number of Karpenter's or Auto Mode's instances that EC2 has. */
  readonly instances?: number;
  /** The cluster as EKS has it, where its own pools are to change. */
  readonly cluster?: { readonly status: string; readonly computeConfig?: ComputeConfig | undefined };
  /** The reason why EKS could not change them, if it could not. */
  readonly failedUpdate?: string | undefined;
}

export const isReached = <Seen extends object>(seen: Seen | NotReached): seen is Seen => !('why' in seen);

/** The instances whose nodes are Ready; undefined where the API was not asked, or does not say. */
export const readyInstances = ({ nodes }: SeenInside): ReadonlySet<string> | undefined =>
  nodes && isReached(nodes)
    ? new Set(nodes.flatMap(({ ready, instanceId }) => (ready && instanceId ? [instanceId] : [])))
    : undefined;
