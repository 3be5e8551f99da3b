import type { OperationRef } from '../operation/operation.ts';
import type { LastSizes } from '../scale/memory.ts';
import type { ScalingPlan } from '../scale/plan.ts';
import type { ScalingReport } from '../scale/report.ts';
import type { Saving } from '../scale/savings.ts';

/** The end of a scaling, written at once or not at all. */
export interface Settlement {
  readonly report: ScalingReport;
  readonly left: LastSizes;
  /** What becomes of the memory: it goes, or its sleep is dated. */
  readonly memory?: { readonly do: 'forget' } | { readonly do: 'date'; readonly asleepSince: string };
  readonly savings: readonly Saving[];
}

/** What is remembered of clusters' sizes, in the fleet table; every item is written by the cluster's own region. */
export interface SizesStore {
  /** Strongly consistent within the region. */
  readPlan(clusterArn: string, operationId: string): Promise<ScalingPlan | undefined>;
  /**
   * Records a plan together with what the cluster wakes to by it. The first plan of an operation stays, and one that has
   * ended gets none: false in both cases. Throws `Conflict` where what is remembered is not what was read.
   */
  recordPlan(operation: OperationRef, plan: ScalingPlan): Promise<boolean>;
  /** A second time writes the same again. `captured` is who captured the memory that the settlement is about. */
  settle(operation: OperationRef, settlement: Settlement, captured: string | undefined): Promise<void>;
}
