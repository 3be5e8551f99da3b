import * as z from 'zod';
import { requester } from '../../domain/operation/requester.ts';
import { defineEvent } from '../event.ts';

/** A request that cannot be processed, with every reason; a rule brings it to the rejects queue. */
export const requestRejected = defineEvent(
  'RequestRejected',
  z.strictObject({
    version: z.literal('1'),
    requestId: z.string().optional(),
    detailType: z.string(),
    /** The id of the event that is refused. */
    eventId: z.string(),
    /** Absent where the event could not be read. */
    requester: requester.optional(),
    problems: z.array(z.strictObject({ path: z.string(), message: z.string() })).min(1),
  }),
);
