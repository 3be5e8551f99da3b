import type { LeaseHolder, RequestClaim } from '../operation/lease.ts';
import type { AnyOperationRef, OperationFailure, OperationStatus } from '../operation/operation.ts';
import type { OperationRecord } from '../operation/record.ts';

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

/** The beginning and the end of operations: a request is claimed, a lease taken, joined and left. */
export interface Leases {
  /** Claims the request, takes the lease and records the operation in one transaction; false where another was first. */
  claim(request: ClaimRequest): Promise<boolean>;
  /**
   * Claims the request and records that its operation was skipped, in one transaction that takes no lease; false where
   * another was first.
   */
  skip(request: Omit<ClaimRequest, 'expectedEpoch'>): Promise<boolean>;
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
