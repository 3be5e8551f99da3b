import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const ensureForwarder = defineContract({
  task: 'access/ensure-forwarder',
  input: z.strictObject({
    operation: operationRef,
    /** ISO 8601: when the first look began. */
    since: z.string(),
    /** ISO 8601: when this look began. */
    at: z.string(),
  }),
  output: z.discriminatedUnion('outcome', [
    /** The way to the cluster's API is there, or none is needed. */
    z.strictObject({ outcome: z.literal('Settled') }),
    z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1) }),
  ]),
  throws: CHANGE_ERRORS,
  effect: {
    changes:
      "the stack of a forwarder in the cluster's VPC, or the one that lets it into the cluster: makes, updates or deletes one",
    runsTwice: 'looks again first: what the first run has begun is found under way',
  },
});
