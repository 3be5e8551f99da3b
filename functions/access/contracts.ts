import * as z from 'zod';
import { kubernetesAccess } from '../../domain/access/kubernetes-access.ts';
import { CHANGE_ERRORS, contractsOf } from '../../domain/contract.ts';
import { apiAnswer, forwardedRequest } from '../../domain/forwarder/request.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { observeInput } from '../../domain/phase-contract.ts';
import { ofOperation, only } from '../../domain/terms.ts';

const waiting = z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1) });

export const accessTasks = contractsOf('access', {
  ensureForwarder: {
    input: observeInput,
    output: z.discriminatedUnion('outcome', [
      /** The way to the cluster's API is there, or none is needed. */
      only('Settled'),
      waiting,
    ]),
    throws: CHANGE_ERRORS,
    effect: {
      changes:
        "the stack of a forwarder in the cluster's VPC, or the one that lets it into the cluster: makes, updates or deletes one",
      runsTwice: 'looks again first: what the first run has begun is found under way',
    },
  },
  ensureAccess: {
    input: observeInput.extend({
      /**
       * The error that kept the way to a private endpoint from being made, or brought up to date; false where there
       * was none, absent in executions of an earlier release.
       */
      noWay: z.union([z.literal(false), caughtError]).exactOptional(),
    }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Settled'), access: kubernetesAccess }),
      waiting,
    ]),
    throws: CHANGE_ERRORS,
    conflicts: 'half an hour',
    effect: {
      changes:
        "one of the fleet's access entries in the cluster, its administrator's policy, or its ClusterRole with the binding; in the end, what the fleet table says of the access",
      runsTwice: 'looks again first, and goes on from what the first run has left',
    },
  },
  endBootstrap: {
    input: ofOperation.extend({
      /** The error that ended the fleet's way into the cluster, where the operation itself goes on. */
      caught: caughtError.exactOptional(),
    }),
    output: only('Ended'),
    // A pause does not keep it.
    throws: CHANGE_ERRORS.filter((name) => name !== 'Paused'),
    conflicts: 'half an hour',
    effect: {
      changes:
        "deletes the access entry of the function that is a cluster's administrator for a moment, where it was left; records why the fleet was not let in",
      runsTwice: 'finds no such entry any more, and records the same',
    },
  },
  /**
   * A task of no state machine: other tasks invoke it. For a while after a release it is older than they are, so it
   * only grows.
   */
  forwardRequest: {
    input: forwardedRequest,
    output: z.discriminatedUnion('outcome', [...apiAnswer.options]),
    throws: ['InvalidInput', 'Unexpected'],
    effect: {
      changes: 'what the request changes, in the cluster that it is signed for',
      runsTwice: 'sends it twice: whoever signs it has looked first, and gives a resource version or a name',
    },
  },
});
