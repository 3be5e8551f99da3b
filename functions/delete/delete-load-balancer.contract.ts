import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteLoadBalancer = defineContract({
  task: 'delete/delete-load-balancer',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'deletes one load balancer or target group',
    runsTwice: 'looks again first: what is gone or going is left as it is',
  },
});
