import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const terminateInstance = defineContract({
  task: 'delete/terminate-instance',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'terminates one instance',
    runsTwice: 'looks again first: what is gone or going is left as it is',
  },
});
