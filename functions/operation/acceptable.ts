import type * as z from 'zod';
import type { Verdict } from '../../domain/operation/acceptance.ts';
import type { CarriedOut } from '../../domain/operation/kinds.ts';
import type { SubjectOf } from '../../domain/operation/operation.ts';
import type { RequestOf } from '../../domain/operation/record.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import type { Records } from '../../domain/ports/records.ts';
import type { Envelope, EventDefinition, RequestMembers } from '../../events/event.ts';

/** What a request asks for, and of what. */
export interface Asked<Kind extends CarriedOut> {
  /** Of the cluster, or of the Fleet document. */
  readonly name: string;
  readonly request: RequestOf<Kind>;
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

/** Where a request arrived, when (ISO 8601), and when it was put. */
export interface Arrival {
  readonly region: string;
  readonly at: string;
  readonly event: Envelope;
}

/** How the requests of one kind are accepted, beside what is the same for all. */
export interface Acceptable<
  Kind extends CarriedOut,
  Detail extends z.ZodType<RequestMembers>,
  Name extends keyof Records,
  Own extends Verdict<Kind>,
> {
  readonly kind: Kind;
  readonly event: EventDefinition<Detail>;
  /** What is asked for; or what is wrong with the request by itself. */
  readonly ask: (
    detail: z.output<Detail>,
    arrival: Arrival,
  ) => Asked<Kind> | Refused | Promise<Asked<Kind> | Refused>;
  /** By what it is decided beside its lease. */
  readonly records?: readonly Name[];
  /** What else the records are of. */
  readonly fleet?: (detail: z.output<Detail>) => string | undefined;
  /** By what is on record; nothing where that is no reason against it. */
  readonly decide?: (
    detail: z.output<Detail>,
    seen: Pick<Records, Name | 'lease'>,
    arrival: Arrival & { readonly cluster: SubjectOf<Kind> },
  ) => Own | undefined;
  /** What becomes of it while a freeze holds its cluster: it is refused if absent. */
  readonly whileFrozen?: (detail: z.output<Detail>) => Own['do'];
}
