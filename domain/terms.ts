import * as z from 'zod';
import { CHANGE_ERRORS, CLAIM_ERRORS, READ_ERRORS, type Terms } from './contract.ts';
import type { CarriedOut } from './operation/kinds.ts';
import { anyOperationRef, fleetOperationRef, operationRef } from './operation/operation.ts';
import { acceptanceOf, acceptInput, requestProblem } from './operation/request.ts';
import { applied, applyInput } from './phase-contract.ts';

/** Terms that contracts of several tasks share. */

export const ofOperation = z.strictObject({ operation: operationRef });
/** `at`, ISO 8601: when the state was entered. */
export const ofOperationAt = ofOperation.extend({ at: z.string() });
/** The same of an operation about a Fleet document, and of one about any subject. */
export const ofFleetOperation = z.strictObject({ operation: fleetOperationRef });
export const ofAnyOperation = z.strictObject({ operation: anyOperationRef });

/** The answer of a task that has but one. */
export const only = <const Outcome extends string>(outcome: Outcome) =>
  z.strictObject({ outcome: z.literal(outcome) });

/** Everything that stands in the way of a request. */
export const refused = z.strictObject({
  outcome: z.literal('Refused'),
  problems: z.array(requestProblem).min(1),
});

/** The first task of a kind's workflow. */
export const accepts = <const Kind extends CarriedOut>(kind: Kind) => ({
  input: acceptInput,
  output: acceptanceOf(kind),
  throws: CLAIM_ERRORS,
  effect: {
    changes: 'claims the request id, takes the lease and records the operation, in one transaction',
    runsTwice: 'finds its own claim by the execution ARN and answers the same',
  },
});

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
