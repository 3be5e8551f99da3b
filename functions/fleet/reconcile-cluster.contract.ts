import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';

export const reconcileCluster = defineContract({
  task: 'fleet/reconcile-cluster',
  input: z.strictObject({
    fleet: z.string(),
    /** The cluster's name; it is of this region. */
    cluster: z.string(),
    /** Makes a repeated request the same request. */
    token: z.string(),
    /** ISO 8601. */
    at: z.string(),
  }),
  output: z.strictObject({
    outcome: z.literal('Reconciled'),
    cluster: z.string(),
    created: z.int().min(0),
    changed: z.int().min(0),
    deleted: z.int().min(0),
    /** Why entries that select it made no schedules; empty where they did. */
    conflict: z.string(),
    leftOut: z.string(),
  }),
  throws: CHANGE_ERRORS.filter((name) => !['Paused', 'LeaseLost'].includes(name)),
  effect: {
    changes: "creates, replaces and deletes one cluster's schedules until they are those of the document",
    runsTwice: 'the second finds them as they are to be',
  },
});
