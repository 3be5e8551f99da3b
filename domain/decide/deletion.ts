import { type Change, type Decision, fail, nothing, update, wait } from './decision.ts';

/** Something of EKS's that is to be gone, as its service shows it. */
export interface Doomed {
  readonly status: string;
  /** ISO 8601, where the service says when it last changed. */
  readonly changedAt?: string;
  /** Why it is in a failed status, where the service says so. */
  readonly reasons?: readonly string[];
}

/** What is known of the operation that deletes. */
export interface Deleting {
  /** ISO 8601: a deletion that failed before this was an earlier operation's. */
  readonly startedAt: string;
  /** Of the phase. */
  readonly elapsedSeconds: number;
}

/** Statuses in which EKS is at work and refuses a deletion. */
const BUSY = new Set(['CREATING', 'UPDATING', 'PENDING']);
/** How long to ask again where the service does not say when a deletion failed (Fargate profiles do not). */
const PATIENCE_SECONDS = 1800;

/**
 * What to do about something that is to be gone. A deletion that failed is asked for once more by a later
 * operation, and ends this one if it was this one that asked: asking again at once would only repeat it.
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
