import * as z from 'zod';
import { defineContract } from '../../domain/contract.ts';
import { apiAnswer, forwardedRequest } from '../../domain/forwarder/request.ts';

/** Of no state machine: tasks invoke it. It is older than they are for a while after a release, so it only grows. */
export const forwardRequest = defineContract({
  task: 'access/forward-request',
  input: forwardedRequest,
  output: z.discriminatedUnion('outcome', [...apiAnswer.options]),
  throws: ['InvalidInput', 'Unexpected'],
  effect: {
    changes: 'what the request changes, in the cluster that it is signed for',
    runsTwice: 'sends it twice: whoever signs it has looked first, and gives a resource version or a name',
  },
});
