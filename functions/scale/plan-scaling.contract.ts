import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';
import { requestProblem } from '../../domain/operation/request.ts';
import { phaseWaiting } from '../../domain/progress.ts';

export const planScaling = defineContract({
  task: 'scale/plan-scaling',
  input: z.strictObject({
    operation: operationRef,
    /** ISO 8601: since when the plan is asked for, pauses not counted; absent in executions of an earlier release. */
    since: z.string().exactOptional(),
    at: z.string(),
  }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('Planned'),
      /** Whether the former sizes are to return by themselves. */
      returns: z.boolean(),
      /** What may be changed by what was seen for the plan. */
      beginning: phaseWaiting,
    }),
    z.strictObject({ outcome: z.literal('Refused'), problems: z.array(requestProblem).min(1) }),
    z.strictObject({ outcome: z.literal('Skipped'), reason: z.string() }),
    /** Changes are paused, or pods of the cluster ask for its sleep to wait. */
    z.strictObject({
      outcome: z.literal('Held'),
      waitSeconds: z.int().min(1),
      reason: z.string(),
      /** Whether a pause holds it, whose end is waited for. */
      isPaused: z.boolean(),
    }),
  ]),
  throws: [...READ_ERRORS, 'Conflict', 'LeaseLost'],
  effect: {
    changes:
      "records what the operation is to do: every group's sizes, resolved, and those that a cluster wakes to",
    runsTwice: 'finds the plan of the first run and keeps to it, so that a relative size is added once',
  },
});
