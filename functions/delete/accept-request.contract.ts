import { CLAIM_ERRORS, defineContract } from '../../domain/contract.ts';
import { acceptance, acceptInput } from '../../domain/operation/request.ts';

export const acceptRequest = defineContract({
  task: 'delete/accept-request',
  input: acceptInput,
  output: acceptance,
  throws: CLAIM_ERRORS,
  effect: {
    changes: 'claims the request id, takes the lease and records the operation, in one transaction',
    runsTwice: 'finds its own claim by the execution ARN and answers the same',
  },
});
