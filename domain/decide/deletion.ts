import { type Change, type Decision, fail, nothing, update, wait } from './decision.ts';

/** Something of EKS's that is to be gone, as its service shows it. */
export interface Doomed {
  readonly status: string;
  /** ISO 8601, where the service says when it last changed. */
  readonly changedAt?: string;
  /** The reasons of a failed status, where the service gives them. */
  readonly reasons?: readonly string[];
}

/** Facts about the operation that deletes. */
export interface Deleting {
  /** ISO 8601: a deletion that failed before this was an earlier operation's. */
  readonly startedAt: string;
  /** Seconds since the phase began. */
  readonly elapsedSeconds: number;
}

/** Statuses in which EKS is at work and refuses a deletion. */
const BUSY = new Set(['CREATING', 'UPDATING', 'PENDING']);
/**
 * Seconds until a deletion is asked for again, where the service does not say when the last one failed (Fargate
 * profiles do not).
 */
const PATIENCE_SECONDS = 1800;

/**
 * Decides the next change of something that is to be gone. After a deletion that failed, a later operation asks once
 * more. If it was this operation that asked, the failure ends it: asking again at once would only repeat it.
 */
export function decideDeletion<Made extends Change>(
  observed: Doomed,
  { startedAt, elapsedSeconds }: Deleting,
  change: Made,
  summary: string,
): Decision<Made> {
  const { status, changedAt, reasons } = observed;
  if (status === 'DELETING') return wait(change.operation);
  if (BUSY.has(status)) return wait(status);
  const isOurs = changedAt === undefined ? elapsedSeconds > PATIENCE_SECONDS : changedAt >= startedAt;
  if (status === 'DELETE_FAILED' && isOurs)
    return fail(`${summary} failed: ${reasons?.join('; ') || 'EKS gives no reason'}`);
  return update(change, summary);
}

/** A cluster is gone once EKS does not know it. */
export function decideClusterDeletion(
  observed: Doomed | undefined,
  deleting: Deleting,
  name: string,
): Decision {
  if (!observed) return nothing;
  return decideDeletion(
    observed,
    deleting,
    { operation: 'DeleteCluster', request: { name } },
    `delete cluster ${name}`,
  );
}
