import { CHANGE_ERRORS, defineContract, KUBERNETES_ERRORS } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteNodeClaim = defineContract({
  task: 'scale/delete-node-claim',
  input: applyInput,
  output: applied,
  throws: [...CHANGE_ERRORS, ...KUBERNETES_ERRORS],
  conflicts: 'half an hour',
  effect: {
    changes: 'asks for the end of a NodeClaim, which takes its node and instance with it',
    runsTwice: 'one that is on its way out, or gone, stays so',
  },
});
