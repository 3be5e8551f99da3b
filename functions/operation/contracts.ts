import * as z from 'zod';
import { CHANGE_ERRORS, contractsOf, READ_ERRORS } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { CARRIED_OUT, KINDS, workOf } from '../../domain/operation/kinds.ts';
import { operationFailure } from '../../domain/operation/operation.ts';
import { rejectedRequest, requestProblem } from '../../domain/operation/request.ts';
import { waitingRef } from '../../domain/operation/waiting.ts';
import { ofAnyOperation, ofOperation, only, publishes } from '../../domain/terms.ts';

/** An event that nothing has answered, as a refusal tells of it. */
const unansweredEvent = z.strictObject({
  id: z.string(),
  'detail-type': z.string(),
  detail: z.strictObject({ requestId: z.string().optional() }),
});

/** An operation's end. `at`, ISO 8601: when the state was entered. */
const ofEnd = ofAnyOperation.extend({ at: z.string() });

/** Tasks for operations of all kinds. */
export const operationTasks = contractsOf('operation', {
  endOperation: {
    input: z.discriminatedUnion('result', [
      ofEnd.extend({ result: z.literal('Succeeded') }),
      ofEnd.extend({ result: z.literal('Failed'), caught: caughtError }),
      ofEnd.extend({
        result: z.literal('Rejected'),
        /** Absent in executions that began under an earlier release. */
        problems: z.array(requestProblem).exactOptional(),
      }),
      /** A schedule's, which found a reason not to act; or one whose time was up. */
      ofEnd.extend({ result: z.enum(['Skipped', 'Incomplete']), reason: z.string() }),
    ]),
    output: z.discriminatedUnion('outcome', [
      only('Succeeded'),
      z.strictObject({ outcome: z.literal('Failed'), failure: operationFailure }),
      only('Rejected'),
      only('Skipped'),
      only('Incomplete'),
      /** Of a kind that may end so, where a newer operation has the lease. */
      z.strictObject({ outcome: z.literal('Superseded'), failure: operationFailure }),
    ]),
    throws: READ_ERRORS,
    effect: {
      changes:
        'records how the operation ended, and where it did not succeed the step and the reason; one that succeeded leaves its lease in the same transaction',
      runsTwice: 'the first end that is written stays, and a lease is freed of its own epoch only',
    },
  },
  publishFailure: {
    ...publishes(
      CARRIED_OUT.flatMap((kind) => [...KINDS[kind].ends.Failed, ...(workOf(kind).ends.Superseded ?? [])]),
    ),
    input: ofAnyOperation.extend({ failure: operationFailure }),
  },
  publishRejection: {
    input: z.strictObject({
      /**
       * The event that is refused, as its fact tells it: its id, detail-type and request id, of which any may be
       * missing.
       */
      event: z.unknown(),
      /** The reason: the mistakes in the request, or the error that kept the workflow from reading it. */
      refusal: z.union([
        z.strictObject({ problems: z.array(requestProblem).min(1) }),
        /** The answer of the first task, of a request that has no operation. */
        rejectedRequest,
        z.strictObject({ caught: caughtError }),
      ]),
      /** ISO 8601: when the state was entered; absent in executions that began under an earlier release. */
      at: z.string().exactOptional(),
    }),
    output: z.strictObject({
      outcome: z.literal('Published'),
      /** All reasons on one line, for the execution's own end. */
      reason: z.string(),
    }),
    throws: READ_ERRORS,
    effect: {
      changes: 'records the refusal, and publishes RequestRejected, which a rule brings to the rejects queue',
      runsTwice:
        'writes the same record and publishes again; the eventId in both tells that it is the same refusal',
    },
    publishes: ['RequestRejected'],
  },
  releaseLease: {
    input: ofAnyOperation,
    output: z.discriminatedUnion('outcome', [
      only('Released'),
      /** A newer operation holds the lease: there was nothing to free. */
      only('Superseded'),
    ]),
    throws: READ_ERRORS,
    effect: {
      changes:
        'removes the holder of the lease, if this epoch still holds it; others that hold it beside keep it',
      runsTwice: 'the epoch is unchanged and the holder is already gone',
    },
  },
  unregisterCluster: {
    input: ofOperation,
    output: only('Unregistered'),
    throws: CHANGE_ERRORS,
    effect: {
      changes: 'takes the cluster out of the fleet table',
      runsTwice: 'it is out of it already',
    },
  },

  findAbandoned: {
    input: z.strictObject({
      /** Step Functions' status-change event of one execution, or a schedule's event, for a sweep of all leases. */
      event: z.object({
        'detail-type': z.string(),
        /** ISO 8601; of a sweep, when it was due. */
        time: z.string().optional(),
        detail: z.object({ executionArn: z.string().optional(), status: z.string().optional() }),
      }),
    }),
    output: z.strictObject({
      outcome: z.literal('Found'),
      abandoned: z.array(ofAnyOperation.extend({ caught: caughtError })),
      /** Requests that nothing has accepted or refused. */
      unanswered: z.array(
        z.strictObject({
          event: unansweredEvent,
          caught: caughtError,
          /** The operation, where it still holds its lease. */
          operation: ofAnyOperation.shape.operation.exactOptional(),
        }),
      ),
    }),
    throws: READ_ERRORS,
  },

  awaitResume: {
    input: waitingRef.extend({
      /** The token of the task that waits: who has it can end the wait. */
      token: z.string(),
      /** ISO 8601. */
      at: z.string(),
    }),
    /** The state waits on, whatever the task answers, until something ends it by the token. */
    output: z.discriminatedUnion('outcome', [
      only('Waiting'),
      /** Nothing held it any more: it has ended its own wait. */
      only('Resumed'),
    ]),
    throws: READ_ERRORS,
    effect: {
      changes:
        'registers that a state of the operation waits, or ends the wait where nothing holds it any more',
      runsTwice: 'the later token takes the place of the former, with which nothing waits any more',
    },
  },
  findWaiting: {
    input: z.strictObject({}),
    output: z.strictObject({ outcome: z.literal('Found'), waiting: z.array(waitingRef) }),
    throws: READ_ERRORS,
  },
  wakeOperation: {
    input: z.strictObject({ waiting: waitingRef }),
    output: z.discriminatedUnion('outcome', [
      only('Woken'),
      /** Nothing waits there any more: it was woken before, or its execution is over. */
      only('Gone'),
    ]),
    throws: READ_ERRORS,
    effect: {
      changes: 'ends the wait of a state by its token, and takes its entry away',
      runsTwice: 'the entry is gone, or its token is over',
    },
  },
});
