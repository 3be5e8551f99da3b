import type * as z from 'zod';
import type { Verdict } from '../../domain/operation/acceptance.ts';
import type { CarriedOut } from '../../domain/operation/kinds.ts';
import type { SubjectOf } from '../../domain/operation/operation.ts';
import type { RequestOf } from '../../domain/operation/record.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import type { Records } from '../../domain/ports/records.ts';
import type { Envelope, EventDefinition, RequestMembers } from '../../events/event.ts';

/** A request as it was read, with the name of its subject. */
export interface Asked<Kind extends CarriedOut> {
  /** The name of the cluster, or of the Fleet document. */
  readonly name: string;
  readonly request: RequestOf<Kind>;
  /** The part of the subject that it is about, where others of the kind may be about other parts meanwhile. */
  readonly part?: string;
  /** The operation that asks. */
  readonly parent?: string | undefined;
  /** The tags that it would give its cluster, where it says any. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export interface Refused {
  readonly problems: readonly RequestProblem[];
}

/** A refusal for one reason. */
export const refused = (path: string, message: string): Refused => ({ problems: [{ path, message }] });

/** The region where a request arrived, the time (ISO 8601), and its event, which says when it was put. */
export interface Arrival {
  readonly region: string;
  readonly at: string;
  readonly event: Envelope;
}

/** The acceptance of requests of one kind, beside the part that is the same for all. */
export interface Acceptable<
  Kind extends CarriedOut,
  Detail extends z.ZodType<RequestMembers>,
  Name extends keyof Records,
  Own extends Verdict<Kind>,
> {
  readonly kind: Kind;
  readonly event: EventDefinition<Detail>;
  /** Reads the request from its event; or answers its own mistakes. */
  readonly ask: (
    detail: z.output<Detail>,
    arrival: Arrival,
  ) => Asked<Kind> | Refused | Promise<Asked<Kind> | Refused>;
  /** The records that it is decided by beside its lease. */
  readonly records?: readonly Name[];
  /** The name of the Fleet document that is read as well. */
  readonly fleet?: (detail: z.output<Detail>) => string | undefined;
  /** The verdict by the records; undefined where they are no reason against it. */
  readonly decide?: (
    detail: z.output<Detail>,
    seen: Pick<Records, Name | 'lease'>,
    arrival: Arrival & { readonly cluster: SubjectOf<Kind> },
  ) => Own | undefined;
  /**
   * The regions that the request's Fleet document has or would have; absent of requests about a cluster. Documents that
   * take no unproven requests are asked by it.
   */
  readonly regions?: (detail: z.output<Detail>) => readonly string[];
  /**
   * True where the fleet itself asks, which signs nothing: by a record or document that calls for just this request, and
   * by nothing that the request says of itself. Asked only where a proof would be needed, or by `unlessOwn`.
   */
  readonly isOwn?: (
    detail: z.output<Detail>,
    seen: Pick<Records, Name | 'lease'>,
    arrival: Arrival & { readonly cluster: SubjectOf<Kind> },
  ) => boolean | Promise<boolean>;
  /** The reason against a request that only the fleet itself may put, whoever proves that he asks. */
  readonly unlessOwn?: (detail: z.output<Detail>) => RequestProblem | undefined;
  /** The verdict while a freeze holds its cluster: it is refused if absent. */
  readonly whileFrozen?: (detail: z.output<Detail>) => Own['do'];
}
