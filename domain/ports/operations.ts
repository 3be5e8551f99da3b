import type { CarriedOut, Planned } from '../operation/kinds.ts';
import type { Lease, RequestClaim } from '../operation/lease.ts';
import type { AnyOperationRef } from '../operation/operation.ts';
import type { Cancellation, OperationRecord, PlanOf, Reported, ReportOf } from '../operation/record.ts';
import type { KeptChange } from '../scale/memory/kept.ts';
import type { Records } from './records.ts';

/** The lease and the pauses of a subject: they say who may change it at a moment. */
export type Standing = Pick<Records, 'lease' | 'pause'>;

/** An operation by its own id and its subject's, as the fleet table keeps it. */
export interface OperationKey {
  readonly clusterArn: string;
  readonly operationId: string;
}

/** The writes that go together with a plan: all of it is written, or nothing, and no plan either. */
export interface WithPlan {
  readonly kept: readonly KeptChange[];
  /** ISO 8601: the plan is needed then, however long that is after the operation's end. */
  readonly neededUntil?: string | undefined;
}

/** Operation records, and who may act by leases and request claims. */
export interface OperationStore {
  /** Strongly consistent. */
  readLease(clusterArn: string): Promise<Lease | undefined>;
  /** Strongly consistent. */
  readClaim(requestId: string): Promise<RequestClaim | undefined>;
  /** A cluster's lease and pause, of one moment and in one call: every change begins with this. */
  readStanding(clusterArn: string): Promise<Standing>;
  /** Strongly consistent within the region. */
  readOperation(key: OperationKey): Promise<OperationRecord | undefined>;
  /** The plan of an operation of this kind, without the rest; strongly consistent within the region. */
  readPlan<Kind extends Planned>(kind: Kind, key: OperationKey): Promise<PlanOf<Kind> | undefined>;
  /**
   * Records the plan of an operation. False where the operation has ended, and where it has a plan already of a kind
   * whose first plan counts; of other kinds a second plan replaces the first. Throws `Conflict` where the kept items
   * are not as they were read.
   */
  recordPlan<Kind extends Planned>(
    kind: Kind,
    operation: AnyOperationRef,
    plan: PlanOf<Kind>,
    more?: WithPlan,
  ): Promise<boolean>;
  /**
   * Records the report of an operation, with the changes of its subject's kept items; a second time writes the same
   * again.
   */
  recordReport<Kind extends Reported>(
    kind: Kind,
    operation: AnyOperationRef,
    report: ReportOf<Kind>,
    kept: readonly KeptChange[],
  ): Promise<void>;
  /** True where an operation of a cluster is on record; with a kind, one of the kind that was not rejected. */
  isOnRecord(clusterArn: string, kind?: CarriedOut): Promise<boolean>;
  /** All operations of a cluster that are on record. */
  operationsOf(clusterArn: string): Promise<readonly OperationRecord[]>;
  /** Asks an operation to stop before its next step; false where it has ended. The first wish stays. */
  cancel(operation: AnyOperationRef, cancellation: Cancellation): Promise<boolean>;
}
