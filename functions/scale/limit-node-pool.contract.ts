import { CHANGE_ERRORS, defineContract, KUBERNETES_ERRORS } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const limitNodePool = defineContract({
  task: 'scale/limit-node-pool',
  input: applyInput,
  output: applied,
  throws: [...CHANGE_ERRORS, ...KUBERNETES_ERRORS],
  conflicts: 'half an hour',
  effect: {
    changes: "a NodePool's limits",
    runsTwice:
      'looks again first, and finds the limits as they were to be; a pool that has changed in between refuses the change',
  },
});
