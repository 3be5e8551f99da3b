import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteControlPlane = defineContract({
  task: 'delete/delete-control-plane',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'deletes the control plane',
    runsTwice: 'looks again first: what is gone or going is left as it is',
  },
});
