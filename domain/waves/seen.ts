import type { OperationStatus } from '../operation/operation.ts';
import type { FleetDocument } from '../policy/schema.ts';
import type { AlarmState } from '../ports/alarms.ts';
import type { ProbeSeen } from '../upgrade/probes.ts';
import type { ClusterKey } from './record.ts';

/** An operation of one attempt, as the cluster's region recorded it. */
export interface AttemptSeen {
  readonly operationId: string;
  /** The upgrade and attempt that asked for it. */
  readonly parent: string;
  readonly action: 'upgrade' | 'rollBack';
  readonly status: OperationStatus;
  readonly endedAt?: string;
  /** The reason why it ended badly, or why it went back by itself. */
  readonly reason?: string;
  /** True where it went back by itself. */
  readonly turnedBack: boolean;
}

/** The doings of `request-upgrades` about a cluster: put its request, or found a reason not to. */
export interface Answer {
  readonly outcome: 'Asked' | 'AlreadyThere' | 'Unfit';
  readonly reason: string;
}

/** The alarms of one cluster by its region; no answer of the region is no good sign. */
export type SignsOf = readonly AlarmState[] | { readonly noAnswer: string };

/** All that an advance is decided on. */
export interface Seen {
  /** ISO 8601. */
  readonly at: string;
  /** The operations of clusters that are under way. */
  readonly attempts: Readonly<Record<ClusterKey, readonly AttemptSeen[]>>;
  readonly answers: Readonly<Record<ClusterKey, Answer>>;
  readonly signs: Readonly<Record<ClusterKey, SignsOf>>;
  /** The sites of clusters in the present wave; absent where none is asked. */
  readonly probes?: readonly ProbeSeen[];
  /** The Fleet document as it is now; absent where it was taken away. */
  readonly document: FleetDocument | undefined;
  /** Ids of facts that were published. */
  readonly told: readonly string[];
  /** A digest that nobody can make a second text for. */
  readonly digestOf: (text: string) => string;
}
