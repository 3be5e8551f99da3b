import * as z from 'zod';
import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';

export const applyGroup = defineContract({
  task: 'fleet/apply-group',
  input: z.strictObject({
    fleet: z.string(),
    /** Makes a repeated request the same request. */
    token: z.string(),
  }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Ready') }),
    /** It is being deleted; only then can one of its name be made, or be said to be gone. */
    z.strictObject({
      outcome: z.literal('Waiting'),
      waitSeconds: z.int().min(1),
      /** The schedules that go with it, where this deletion began. */
      deleted: z.int().min(0),
    }),
    /** The document makes no schedules here, and there are none. */
    z.strictObject({ outcome: z.literal('Gone') }),
  ]),
  throws: CHANGE_ERRORS.filter((name) => !['Paused', 'LeaseLost'].includes(name)),
  effect: {
    changes:
      "makes the fleet's schedule group, or deletes it with every schedule in it where there are to be none",
    runsTwice: 'the group is there, gone, or on its way already',
  },
});
