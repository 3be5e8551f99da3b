import * as z from 'zod';
import { CHANGE_ERRORS, CLAIM_ERRORS, READ_ERRORS, type Terms } from './contract.ts';
import { operationRef } from './operation/operation.ts';
import { acceptance, acceptInput, requestProblem } from './operation/request.ts';
import { applied, applyInput } from './phase-contract.ts';

/** What contracts of several tasks say alike. */

export const ofOperation = z.strictObject({ operation: operationRef });
/** `at`, ISO 8601: when the state was entered. */
export const ofOperationAt = ofOperation.extend({ at: z.string() });

/** The answer of a task that has but one. */
export const only = <const Outcome extends string>(outcome: Outcome) =>
  z.strictObject({ outcome: z.literal(outcome) });

/** Everything that stands in the way of what is asked. */
export const refused = z.strictObject({
  outcome: z.literal('Refused'),
  problems: z.array(requestProblem).min(1),
});

/** A workflow's first task. */
export const accepts = {
  input: acceptInput,
  output: acceptance,
  throws: CLAIM_ERRORS,
  effect: {
    changes: 'claims the request id, takes the lease and records the operation, in one transaction',
    runsTwice: 'finds its own claim by the execution ARN and answers the same',
  },
} as const;

/** Publishes a fact about an operation. */
export const publishes = (facts: readonly string[]) => ({
  input: ofOperation,
  output: only('Published'),
  throws: READ_ERRORS,
  effect: {
    changes: `publishes ${facts.join(', or ')}`,
    runsTwice: 'publishes again; the operationId tells that it is the same fact',
  },
  publishes: facts,
});

/** Makes one change of a phase. `conflicts`: EKS refuses it while it changes the cluster by itself. */
export const changes = (
  what: string,
  {
    conflicts,
    runsTwice = 'looks again first, and repeats a request under the same client token',
  }: {
    readonly conflicts?: Terms['conflicts'];
    readonly runsTwice?: string;
  } = {},
) => ({
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  ...(conflicts ? { conflicts } : {}),
  effect: { changes: what, runsTwice },
});

/** A change that EKS makes to a cluster. */
export const changesCluster = (what: string, runsTwice?: string) =>
  changes(what, { conflicts: 'half an hour', ...(runsTwice ? { runsTwice } : {}) });
