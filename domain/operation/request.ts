import * as z from 'zod';
import { type Problem, sentenceOf } from '../cluster-config/problem.ts';
import type { CarriedOut } from './kinds.ts';
import { type OperationRefOf, operationRefOf } from './operation.ts';
import { type Requester, requester } from './requester.ts';

/** One reason why a request is refused. */
export const requestProblem = z.strictObject({ path: z.string(), message: z.string() });
export type RequestProblem = z.infer<typeof requestProblem>;

/** The input of a workflow's first task. */
export const acceptInput = z.strictObject({
  /** The event as the rule delivered it; nothing of it is trusted before it is validated. */
  event: z.unknown(),
  executionArn: z.string(),
  executionName: z.string(),
  /** ISO 8601: when the state was entered. */
  at: z.string(),
});

export type AcceptInput = z.infer<typeof acceptInput>;

/** A document's problem as a refused request tells it. */
export const toRequestProblem = (problem: Problem): RequestProblem => ({
  path: problem.path,
  message: sentenceOf(problem),
});

/** A request that is refused before it has an operation. */
export const rejectedRequest = z.strictObject({
  outcome: z.literal('Rejected'),
  requestId: z.string().optional(),
  problems: z.array(requestProblem).min(1),
  /** Absent where the event could not be read. */
  requester: requester.exactOptional(),
  /** The cluster or Fleet document, as the request names it. */
  about: z.string().exactOptional(),
});

/** The answer of the first task of a kind's workflow: who may go on, and why not. */
export const acceptanceOf = <Kind extends CarriedOut>(kind: Kind) =>
  z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('Accepted'),
      operation: operationRefOf(kind),
      /** Seconds to wait before the first change: the longest life of a former owner's task, or none. */
      fenceSeconds: z.int().min(0),
    }),
    /** The request id is another execution's: it starts nothing. */
    z.strictObject({ outcome: z.literal('Duplicate'), requestId: z.string(), executionArn: z.string() }),
    rejectedRequest,
  ]);
export type Acceptance<Kind extends CarriedOut = CarriedOut> =
  | {
      readonly outcome: 'Accepted';
      readonly operation: OperationRefOf<Kind>;
      readonly fenceSeconds: number;
    }
  | { readonly outcome: 'Duplicate'; readonly requestId: string; readonly executionArn: string }
  | {
      readonly outcome: 'Rejected';
      readonly requestId?: string | undefined;
      readonly problems: RequestProblem[];
      readonly requester?: Requester;
      readonly about?: string;
    };

/** An operation that was skipped before it held the lease, or after: its fact needs no epoch. */
export const skippedOperationOf = <Kind extends CarriedOut>(kind: Kind) =>
  operationRefOf(kind).omit({ epoch: true });

/** A schedule's, which found a reason not to act: it is on record, and holds no lease. */
export const skippedOf = <Kind extends CarriedOut>(kind: Kind) =>
  z.strictObject({ outcome: z.literal('Skipped'), operation: skippedOperationOf(kind), reason: z.string() });
export interface Skipped<Kind extends CarriedOut> {
  readonly outcome: 'Skipped';
  readonly operation: Omit<OperationRefOf<Kind>, 'epoch'>;
  readonly reason: string;
}

/** A schedule's, and another operation holds the lease: it asks again. */
export const busy = z.strictObject({ outcome: z.literal('Busy'), waitSeconds: z.int().min(1) });
export type Busy = z.infer<typeof busy>;

/** The age after which a request is dropped with a fact: it may no longer be wanted. */
export const MAX_AGE_HOURS = 24;
