import type { Requester } from './requester.ts';

/** A request that was refused before it had an operation, as it is kept for those who look back. */
export interface Rejection {
  readonly eventId: string;
  readonly region: string;
  /** ISO 8601: when it was refused, by the fleet's clock; an event's own time is its sender's word. */
  readonly at: string;
  readonly detailType: string;
  readonly requestId?: string | undefined;
  /** The cluster or Fleet document, as the request names it. */
  readonly about?: string | undefined;
  /** Absent where the event could not be read. */
  readonly requester?: Requester | undefined;
  /** Every reason on one line. */
  readonly why: string;
}

/** Days for which it is kept: as long as operations of schedules are. */
export const REJECTION_KEPT_DAYS = 400;
