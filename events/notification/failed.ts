import * as z from 'zod';
import { operationFailure } from '../../domain/operation/operation.ts';
import { defineEvent } from '../event.ts';

/**
 * A topic that a Fleet document names could not be told of a fact. A rule brings this to the rejects queue, so that
 * the fact is not lost.
 */
export const notificationFailed = defineEvent(
  'NotificationFailed',
  z.strictObject({
    version: z.literal('1'),
    /** The topic's name; absent where the topics to tell could not be found out. */
    topic: z.string().optional(),
    /** The fact that was not told; facts of ours are facts once, however often they are delivered. */
    fact: z.strictObject({ id: z.string(), detailType: z.string(), region: z.string(), time: z.string() }),
    /** The text of the fact. */
    says: z.string(),
    ...operationFailure.shape,
  }),
);
