import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';

export const findFleets = defineContract({
  task: 'fleet/find-fleets',
  input: z.strictObject({
    /** A request for one fleet's schedules, or a fact about a cluster, as the rule delivered it. */
    event: z.unknown(),
    /** ISO 8601: when the execution began to look. */
    at: z.string(),
  }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('Found'),
      fleets: z.array(z.strictObject({ name: z.string(), revision: z.int().min(1) })).min(1),
      /** The cluster that it is about; empty for all of the region. */
      cluster: z.string(),
    }),
    /** This region's replica does not have the document's revision yet. */
    z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1) }),
    /** No fleet has schedules, or had. */
    z.strictObject({ outcome: z.literal('Nothing') }),
  ]),
  throws: [...READ_ERRORS, 'InvalidRequest'],
});
