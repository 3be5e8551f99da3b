import { type Change, type Decision, fail, nothing, update, wait } from './decision.ts';

/** Something that is to be gone, as its service shows it. */
export interface Doomed {
  readonly status: string;
  /** ISO 8601, where the service says when it last changed. */
  readonly changedAt?: string;
  /** Why it is in a failed status, where the service says so. */
  readonly reasons?: readonly string[];
}

/** Statuses in which a service is at work and refuses a deletion. */
const BUSY = new Set(['CREATING', 'UPDATING', 'PENDING']);
const GOING = new Set(['DELETING']);

/**
 * What to do about something that is to be gone. A deletion that failed is asked for once more by a later
 * operation, and ends this one if it was this one that asked: asking again at once would only repeat it.
 */
export function decideDeletion<Made extends Change>(
  observed: Doomed | undefined,
  startedAt: string,
  change: Made,
  summary: string,
): Decision<Made> {
  if (!observed) return nothing;
  if (GOING.has(observed.status)) return wait(change.operation);
  if (BUSY.has(observed.status)) return wait(observed.status);
  const isOurs = observed.changedAt !== undefined && observed.changedAt >= startedAt;
  if (observed.status === 'DELETE_FAILED' && isOurs) {
    return fail(`${summary} failed: ${observed.reasons?.join('; ') || 'the service gives no reason'}`);
  }
  return update(change, summary);
}
