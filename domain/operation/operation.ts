import * as z from 'zod';
import { type CarriedOut, type End, KINDS, kindsAbout } from './kinds.ts';
import { type Requester, requester } from './requester.ts';
import { clusterRef, fleetDocumentRef, SUBJECTS, type SubjectRef } from './subject.ts';

/** An operation is named by the last part of its execution's name, which the ARN of the execution ends with. */
export const operationIdOf = (executionNameOrArn: string): string =>
  executionNameOrArn.slice(executionNameOrArn.lastIndexOf('_') + 1);

const members = {
  id: z.string(),
  /** The lease's epoch under which this operation may change its subject. */
  epoch: z.int().positive(),
  /** For facts; absent where an earlier release has claimed it, and where a lease alone is known. */
  requester: requester.exactOptional(),
};

/**
 * The reference to its operation that every task of a workflow about a cluster is given. The documents stay in the
 * fleet table.
 */
export const operationRef = z.strictObject({
  ...members,
  kind: z.enum(kindsAbout('cluster')),
  cluster: clusterRef,
});
export type OperationRef = z.infer<typeof operationRef>;

/** The same about a Fleet document: `cluster` is where every payload has its subject (ADR 25). */
export const fleetOperationRef = z.strictObject({
  ...members,
  kind: z.enum(kindsAbout('fleet')),
  cluster: fleetDocumentRef,
});

/** An operation, whatever it is about. */
export const anyOperationRef = z.discriminatedUnion('kind', [operationRef, fleetOperationRef]);
export type AnyOperationRef = z.infer<typeof anyOperationRef>;

/** The part of an operation that tasks are given. */
export const refOf = ({
  id,
  kind,
  cluster,
  epoch,
  requester,
}: {
  readonly id: string;
  readonly kind: CarriedOut;
  readonly cluster: SubjectRef;
  readonly epoch: number;
  readonly requester?: Requester;
}): AnyOperationRef => ({ id, kind, cluster, epoch, ...(requester ? { requester } : {}) }) as AnyOperationRef;

/** The subject of operations of a kind. */
export type SubjectOf<Kind extends CarriedOut> = SubjectRef<(typeof KINDS)[Kind]['subject']>;

/** An operation of one kind. */
export interface OperationRefOf<Kind extends CarriedOut> {
  readonly id: string;
  readonly kind: Kind;
  readonly cluster: SubjectOf<Kind>;
  readonly epoch: number;
  readonly requester?: Requester;
}

const subjectOf = <Kind extends CarriedOut>(kind: Kind) =>
  SUBJECTS[KINDS[kind].subject] as unknown as z.ZodType<SubjectOf<Kind>>;

export const operationRefOf = <Kind extends CarriedOut>(kind: Kind) =>
  z.strictObject({ ...members, kind: z.literal(kind), cluster: subjectOf(kind) });

export type OperationStatus = 'Running' | End;

export const operationFailure = z.strictObject({
  step: z.string(),
  error: z.string(),
  reason: z.string(),
  advice: z.string(),
});
export type OperationFailure = z.infer<typeof operationFailure>;
