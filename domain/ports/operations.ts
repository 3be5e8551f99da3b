import type { CarriedOut, Planned } from '../operation/kinds.ts';
import type { Lease, LeaseHolder, RequestClaim } from '../operation/lease.ts';
import type { AnyOperationRef, OperationFailure, OperationStatus } from '../operation/operation.ts';
import type { Cancellation, OperationRecord, PlanOf, Reported, ReportOf } from '../operation/record.ts';
import type { KeptChange } from '../scale/memory/kept.ts';
import type { Records } from './records.ts';

/** The writes of a claim: all at once, or none. */
export interface ClaimRequest {
  readonly claim: RequestClaim;
  readonly operation: OperationRecord;
  /** The epoch that the lease had when it was read; undefined where there was none. */
  readonly expectedEpoch: number | undefined;
  /** The part of the subject that the operation is about; absent: all of it. */
  readonly part?: string;
  /** True where the lease is taken from a holder. */
  readonly isTakenOver?: boolean;
  /** The holder beside which the lease is held, under its epoch. */
  readonly beside?: LeaseHolder;
}

/** `at` is ISO 8601. */
export interface OperationEnd {
  readonly status: OperationStatus;
  readonly at: string;
  readonly failure?: OperationFailure;
}

export interface HeldLease {
  readonly operation: AnyOperationRef;
  readonly executionArn: string;
}

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

/** Leases, request claims and operation records: the only state that decides who may act. */
export interface OperationStore {
  /** Strongly consistent. */
  readLease(clusterArn: string): Promise<Lease | undefined>;
  /** Strongly consistent. */
  readClaim(requestId: string): Promise<RequestClaim | undefined>;
  /** A cluster's lease and pause, of one moment and in one call: every change begins with this. */
  readStanding(clusterArn: string): Promise<Standing>;
  /** Claims the request, takes the lease and records the operation in one transaction; false where another was first. */
  claim(request: ClaimRequest): Promise<boolean>;
  /**
   * Claims the request and records that its operation was skipped, in one transaction that takes no lease; false where
   * another was first.
   */
  skip(request: Omit<ClaimRequest, 'expectedEpoch'>): Promise<boolean>;
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
  /** Records how the operation ended; the first end that is written stays. */
  endOperation(operation: AnyOperationRef, end: OperationEnd): Promise<void>;
  /**
   * Records the success (at this time, ISO 8601) and frees the lease, in one transaction; where one of them is done
   * already, or the lease is a newer operation's, the other one alone.
   */
  completeOperation(operation: AnyOperationRef, at: string): Promise<void>;
  /** The leases that are held in this region, with their holders. */
  heldLeases(): Promise<readonly HeldLease[]>;
  /** The lease that an execution holds, alone or beside others: none or one. */
  leasesHeldBy(executionArn: string): Promise<readonly HeldLease[]>;
  /** The operation that an execution was given by its claim, whoever holds the lease by now. */
  operationOf(executionArn: string): Promise<OperationRecord | undefined>;
  /**
   * Ends an operation's hold of its lease: it is free then, or another's that held it beside. False where the operation does not
   * hold it. Throws `Throttled` where another one came or went at the same moment.
   */
  releaseLease(operation: AnyOperationRef): Promise<boolean>;
}
