import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteNodeGroup = defineContract({
  task: 'delete/delete-node-group',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'deletes one managed node group',
    runsTwice: 'looks again first: what is gone or going is left as it is',
  },
});
