import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteCapability = defineContract({
  task: 'delete/delete-capability',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'deletes one capability',
    runsTwice: 'looks again first: what is gone or going is left as it is',
  },
});
