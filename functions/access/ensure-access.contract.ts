import * as z from 'zod';
import { kubernetesAccess } from '../../domain/access/kubernetes-access.ts';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { operationRef } from '../../domain/operation/operation.ts';

export const ensureAccess = defineContract({
  task: 'access/ensure-access',
  input: z.strictObject({
    operation: operationRef,
    /** What kept the way to a private endpoint from being made, or brought up to date; false where nothing did, absent in executions of an earlier release. */
    noWay: z.union([z.literal(false), caughtError]).exactOptional(),
    /** ISO 8601: when the first look began. */
    since: z.string(),
    /** ISO 8601: when this look began. */
    at: z.string(),
  }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Settled'), access: kubernetesAccess }),
    z.strictObject({ outcome: z.literal('Waiting'), waitSeconds: z.int().min(1) }),
  ]),
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes:
      "one of the fleet's access entries in the cluster, its administrator's policy, or its ClusterRole with the binding; in the end, what the fleet table says of the access",
    runsTwice: 'looks again first, and goes on from what the first run has left',
  },
});
