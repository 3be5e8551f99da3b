import type { RequestProblem } from '../operation/request.ts';
import type { KubernetesApi } from '../ports/kubernetes.ts';
import type { NodeCount } from './groups/node-count.ts';
import type { RestorePoint, Sizes } from './groups/sizes.ts';
import type { ProvisioningChange } from './inside/provisioning.ts';
import type { Memory } from './memory/memory.ts';
import type { ScalingRequest } from './request.ts';

/**
 * The condition by which a group's sizes count as reached: `exact`; `bounds` where an autoscaler owns the number of
 * nodes between them; `started` where it will own them once the group has any.
 */
export type Reach = 'exact' | 'bounds' | 'started';

/** The target of a group, settled once: relative sizes are resolved, so that a second run adds nothing. */
export interface GroupTarget {
  readonly key: string;
  readonly kind: 'managed' | 'selfManaged';
  readonly name: string;
  readonly isWindows: boolean;
  readonly before: Sizes;
  /**
   * The restore points, the newest first. For an operation that ends, those of `before`; else those of `sizes`. Empty
   * where the sizes are there to stay; absent where that is not known.
   */
  readonly formers?: readonly RestorePoint[];
  /** For an operation that ends: the one that had left the group last, and so is no later one. */
  readonly leftBy?: string;
  readonly sizes: Sizes;
  readonly reach: Reach;
  /** The nodes that ran when the plan was made. */
  readonly nodes: readonly NodeCount[];
}

/** A change of the sizes that a sleeping cluster wakes to. */
export type MemoryChange =
  /** Written before the first change, if nothing is there. */
  | { readonly do: 'capture'; readonly memory: Memory }
  /** The cluster sleeps on, and will wake to these. */
  | {
      readonly do: 'replace';
      readonly memory: Memory;
      /** The operation that has it so far, where this one takes it over. */
      readonly former?: string;
      readonly changed: readonly { readonly name: string; readonly before: Sizes; readonly after: Sizes }[];
    }
  /** Goes when the capacity has been verified. */
  | { readonly do: 'forget'; readonly memory: Memory };

/** A control plane's cost a month in USD, whether its cluster sleeps or not. */
export interface ControlPlaneCost {
  readonly kubernetesVersion: string;
  readonly isExtendedSupport: boolean;
  readonly usdPerMonth: number;
}

/** The plan of a change of a cluster's capacity; kept with its record from before the first change. */
export interface ScalingPlan {
  readonly action: ScalingRequest['action'];
  readonly targets: readonly GroupTarget[];
  /** Groups that are not touched, and why. */
  readonly leftAlone: readonly { readonly name: string; readonly reason: string }[];
  /** Notes for a person beside the sizes. */
  readonly notes: readonly string[];
  readonly memory?: MemoryChange;
  /** ISO 8601: when the former sizes return. */
  readonly until?: string;
  /** The seconds after the last change that the capacity may take. */
  readonly deadlineSeconds: number;
  readonly controlPlane: ControlPlaneCost;
  /** The change of nodes that no group has; absent where there is none. */
  readonly provisioning?: ProvisioningChange;
  /** The API by which nodes are seen to be Ready; absent where it cannot be asked. */
  readonly api?: KubernetesApi;
}

export type PlannedScaling =
  | { readonly outcome: 'Planned'; readonly plan: ScalingPlan }
  | { readonly outcome: 'Refused'; readonly problems: readonly RequestProblem[] }
  /** Nothing is wrong, and nothing is to be done. */
  | { readonly outcome: 'Skipped'; readonly reason: string }
  /** Pods of the cluster ask for its sleep to wait: it is planned anew later. */
  | { readonly outcome: 'Held'; readonly waitSeconds: number; readonly reason: string };

export const refused = (...problems: readonly RequestProblem[]): PlannedScaling => ({
  outcome: 'Refused',
  problems,
});
