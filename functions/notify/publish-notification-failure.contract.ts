import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';

export const publishNotificationFailure = defineContract({
  task: 'notify/publish-notification-failure',
  input: z.strictObject({
    /** The topic that was not told; empty where it could not be found out which. */
    topic: z.string(),
    event: z.unknown(),
    caught: caughtError,
  }),
  output: z.strictObject({ outcome: z.literal('Published') }),
  throws: READ_ERRORS,
  effect: {
    changes: 'publishes NotificationFailed, which a rule brings to the rejects queue',
    runsTwice: 'publishes again; the id of the fact in it tells that it is the same',
  },
});
