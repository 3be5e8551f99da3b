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
  /** Operations that hold it beside the holder, under the same epoch, by the part of the subject that each is about. */
  readonly beside?: Readonly<Record<string, LeaseHolder>>;
  /** ISO 8601: when the acceptance began that took it from another holder, whose last task may still be at work. */
  readonly takenOverAt?: string;
}

export interface LeaseHolder {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly executionArn: string;
  /** ISO 8601. */
  readonly takenAt: string;
  /** The part of the subject that it is about, as a failover plan is of its cluster; absent: all of it. */
  readonly part?: string;
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
  /** Hold it beside others of the kind, each about a part of its own. */
  | { readonly do: 'join'; readonly epoch: number; readonly holder: LeaseHolder; readonly part: string }
  | { readonly do: 'refuse'; readonly holder: LeaseHolder };

/**
 * Decides who gets the lease. A free one is taken, and one's own is kept. A holder of a lower precedence gives way
 * (failover > drill > delete > upgrade > scale > create). A holder of the same or a higher one keeps it until its end; of the same
 * kind, and about another part of the subject, it is held beside.
 */
export function decideLease(
  lease: Lease | undefined,
  { kind, executionArn, part }: Pick<LeaseHolder, 'kind' | 'executionArn' | 'part'>,
): LeaseDecision {
  const epoch = (lease?.epoch ?? 0) + 1;
  const holder = lease?.holder;
  if (!holder) return { do: 'take', epoch };
  const holders = holdersOf(lease);
  if (holders.some((one) => one.executionArn === executionArn)) return { do: 'keep', epoch: epoch - 1 };
  if (goesBefore(kind, holder.kind)) return { do: 'take', epoch, former: holder };
  // Who says no part, as earlier releases did, has all of it.
  const inTheWay = holders.find((one) => one.kind !== kind || one.part === undefined || one.part === part);
  if (inTheWay || part === undefined) return { do: 'refuse', holder: inTheWay ?? holder };
  return { do: 'join', epoch: epoch - 1, holder, part };
}

/** All that hold a lease: the first, and those beside it. */
export const holdersOf = (lease: Lease | undefined): readonly LeaseHolder[] =>
  lease?.holder ? [lease.holder, ...Object.values(lease.beside ?? {})] : [];

/** The operation that holds a lease for a part of its subject, or for all of it. */
export const holderOfPart = (lease: Lease | undefined, part: string): LeaseHolder | undefined =>
  holdersOf(lease).find((one) => one.part === undefined || one.part === part);

/** The way in which an operation leaves a lease. */
export type Leaving =
  | { readonly do: 'free' | 'nothing' }
  /** It was held beside another. */
  | { readonly do: 'leave'; readonly part: string }
  /** One that held it beside has it now, under the same epoch. */
  | { readonly do: 'handOver'; readonly part: string; readonly to: LeaseHolder };

/** Decides how an operation leaves its lease: it is free only once nobody holds it beside. */
export function decideLeaving(
  lease: Lease | undefined,
  { id, epoch }: { readonly id: string; readonly epoch: number },
): Leaving {
  if (lease?.epoch !== epoch) return { do: 'nothing' };
  const beside = Object.entries(lease.beside ?? {});
  const [own] = beside.find(([, one]) => one.operationId === id) ?? [];
  if (own !== undefined) return { do: 'leave', part: own };
  if (lease.holder?.operationId !== id) return { do: 'nothing' };
  const [next] = beside;
  return next ? { do: 'handOver', part: next[0], to: next[1] } : { do: 'free' };
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

/** An acceptance is given up after so long, and its time is that of its first try: no lease is written later. */
const ACCEPTANCE_SECONDS = 1800;

/**
 * Seconds for which one that joins a lease may not change anything yet, since a task of who held it before may be at work: all of
 * them, from now, unless it was taken over long ago. When just it was written, nobody knows.
 */
export function fenceSeconds(lease: Pick<Lease, 'takenOverAt'> | undefined, at: string): number {
  if (lease?.takenOverAt === undefined) return 0;
  const since = (Date.parse(at) - Date.parse(lease.takenOverAt)) / 1000;
  return since > ACCEPTANCE_SECONDS + TASK_TIMEOUT_SECONDS ? 0 : TASK_TIMEOUT_SECONDS;
}

/**
 * Seconds that a state machine waits for a task that lives so long. The task's own timeout ends it first, so that a try never
 * runs beside the one before.
 */
export const stateSeconds = (taskSeconds: number): number => taskSeconds + 15;
