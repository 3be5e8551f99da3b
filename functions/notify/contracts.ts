import * as z from 'zod';
import { contractsOf, READ_ERRORS } from '../../domain/contract.ts';
import { caughtError } from '../../domain/operation/failure.ts';
import { only } from '../../domain/terms.ts';

/** A fact, as the rule delivered it. */
const event = z.unknown();

export const notifyTasks = contractsOf('notify', {
  findTopics: {
    input: z.strictObject({ event }),
    /** Empty where no Fleet document wants it told. */
    output: z.strictObject({ outcome: z.literal('Found'), topics: z.array(z.string()) }),
    throws: READ_ERRORS,
  },
  publishNotice: {
    input: z.strictObject({
      /** A topic of this region, by name. */
      topic: z.string(),
      event,
    }),
    output: only('Published'),
    throws: [...READ_ERRORS, 'NotFound', 'InvalidRequest'],
    effect: {
      changes: 'publishes the fact on an SNS topic',
      runsTwice: 'publishes again; the id in the message tells that it is the same fact',
    },
  },
  publishNotificationFailure: {
    input: z.strictObject({
      /** The topic that was not told; empty where it could not be found out which. */
      topic: z.string(),
      event,
      caught: caughtError,
    }),
    output: only('Published'),
    throws: READ_ERRORS,
    effect: {
      changes: 'publishes NotificationFailed, which a rule brings to the rejects queue',
      runsTwice: 'publishes again; the id of the fact in it tells that it is the same',
    },
    publishes: ['NotificationFailed'],
  },
});
