import type { Lease, RequestClaim } from '../operation/lease.ts';
import type {
  CarriedOut,
  ObservedAccount,
  OperationFailure,
  OperationRecord,
  OperationRef,
  OperationStatus,
} from '../operation/operation.ts';
import type { Records } from './records.ts';

/** What a claim writes at once, or not at all. */
export interface ClaimRequest {
  readonly claim: RequestClaim;
  readonly operation: OperationRecord;
  /** The epoch that the lease had when it was read; undefined where there was none. */
  readonly expectedEpoch: number | undefined;
}

/** `at` is ISO 8601. */
export interface OperationEnd {
  readonly status: OperationStatus;
  readonly at: string;
  readonly failure?: OperationFailure;
}

export interface HeldLease {
  readonly operation: OperationRef;
  readonly executionArn: string;
}

/** Who may change a cluster at one moment, and what holds changes back. */
export type Standing = Pick<Records, 'lease' | 'pause'>;

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
  readOperation(ref: {
    readonly clusterArn: string;
    readonly operationId: string;
  }): Promise<OperationRecord | undefined>;
  /** Whether an operation of a cluster is on record; with a kind, one of the kind that was not rejected. */
  isOnRecord(clusterArn: string, kind?: CarriedOut): Promise<boolean>;
  /** All operations of a cluster that are on record. */
  operationsOf(clusterArn: string): Promise<readonly OperationRecord[]>;
  /** Records what was observed of the account; a second time replaces it, until the operation has ended. */
  recordObserved(operation: OperationRef, observed: ObservedAccount): Promise<void>;
  /** Records how the operation ended; the first end that is written stays. */
  endOperation(operation: OperationRef, end: OperationEnd): Promise<void>;
  /**
   * Records the success (at this time, ISO 8601) and frees the lease, in one transaction; where one of them is done
   * already, or the lease is a newer operation's, the other one alone.
   */
  completeOperation(operation: OperationRef, at: string): Promise<void>;
  /** The leases that are held in this region, with their holders. */
  heldLeases(): Promise<readonly HeldLease[]>;
  /** The lease that an execution holds: none or one. */
  leasesHeldBy(executionArn: string): Promise<readonly HeldLease[]>;
  /** The operation that an execution was given by its claim, whoever holds the lease by now. */
  operationOf(executionArn: string): Promise<OperationRecord | undefined>;
  /** Frees the lease if this epoch still holds it; false where it does not. */
  releaseLease(clusterArn: string, epoch: number): Promise<boolean>;
}
