import type { ClusterConfig } from '../cluster-config/config.ts';
import type { ScalableGroup } from './groups/group.ts';
import type { SeenProvisioning } from './inside/inside.ts';
import type { LastSizes, Memory } from './memory/memory.ts';
import type { ControlPlaneCost, ScalingPlan } from './plan.ts';

/** The facts that a scaling is decided on: the cluster as it is, and its memory. */
export interface SeenForScaling {
  readonly clusterName: string;
  readonly operationId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly groups: readonly ScalableGroup[];
  readonly config: ClusterConfig;
  readonly memory: Memory | undefined;
  readonly left: LastSizes | undefined;
  /** Plans of operations that left them, by their ids, where sizes change for a time, and where that of another ends. */
  readonly last?: ReadonlyMap<string, ScalingPlan> | undefined;
  readonly hasFargateProfiles: boolean;
  /** The programs that start nodes that no group has, and the cluster's inside. */
  readonly provisioning: SeenProvisioning;
  /** Nobody has looked inside, where there may be more that starts nodes. */
  readonly isFromOutside?: boolean;
  /** Seconds since the operation began. */
  readonly elapsedSeconds: number;
  readonly controlPlane: ControlPlaneCost;
  /** The plan of the operation that an `until` ends. */
  readonly ended?: { readonly operationId: string; readonly plan: ScalingPlan } | undefined;
}
