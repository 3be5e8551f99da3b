import type { OperationKind } from './kinds.ts';
import { goesBefore } from './kinds.ts';
import type { RequestProblem } from './request.ts';
import type { Requester } from './requester.ts';

/** The lease of one cluster, as the region's lease table keeps it. It does not expire by clock. */
export interface Lease {
  readonly clusterArn: string;
  /** Only ever rises, also across releases. */
  readonly epoch: number;
  /** Absent while the lease is free. */
  readonly holder?: LeaseHolder;
}

export interface LeaseHolder {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly executionArn: string;
  /** ISO 8601. */
  readonly takenAt: string;
}

/** The claim of a request id: the first execution to write it owns the request for good. */
export interface RequestClaim {
  readonly requestId: string;
  readonly executionArn: string;
  readonly operationId: string;
  readonly epoch: number;
  /** Absent where an earlier release has claimed it. */
  readonly requester?: Requester;
}

export type LeaseDecision =
  /** Take the lease at this epoch. `former` is who loses it: wait until its tasks cannot act any more. */
  | { readonly do: 'take'; readonly epoch: number; readonly former?: LeaseHolder }
  /** This execution holds it already: an earlier attempt of the same task wrote it. */
  | { readonly do: 'keep'; readonly epoch: number }
  | { readonly do: 'refuse'; readonly holder: LeaseHolder };

/**
 * Decides who gets the lease. A free one is taken, and one's own is kept. A holder of a lower precedence gives way
 * (failover > drill > delete > upgrade > scale > create). A holder of the same or a higher one keeps it until its end.
 */
export function decideLease(
  lease: Lease | undefined,
  claimant: { readonly kind: OperationKind; readonly executionArn: string },
): LeaseDecision {
  const epoch = (lease?.epoch ?? 0) + 1;
  const holder = lease?.holder;
  if (!holder) return { do: 'take', epoch };
  if (holder.executionArn === claimant.executionArn) return { do: 'keep', epoch: epoch - 1 };
  if (goesBefore(claimant.kind, holder.kind)) return { do: 'take', epoch, former: holder };
  return { do: 'refuse', holder };
}

/** The refusal of a request while an operation that does not give way holds the cluster. */
export const heldProblem = (
  clusterName: string,
  { operationId, kind, takenAt }: LeaseHolder,
): RequestProblem => ({
  path: '',
  message: `${clusterName} is under operation ${operationId} (${kind}) since ${takenAt}; apply again when it has ended`,
});

/**
 * No task outlives its Lambda timeout, so a new owner that waits this long can be sure that the former one's
 * last change has reached AWS or never will (ADR 2).
 */
export const TASK_TIMEOUT_SECONDS = 30;

/**
 * Seconds that a state machine waits for a task that lives so long. The task's own timeout ends it first, so that a try never
 * runs beside the one before.
 */
export const stateSeconds = (taskSeconds: number): number => taskSeconds + 15;
