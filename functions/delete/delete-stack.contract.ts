import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteStack = defineContract({
  task: 'delete/delete-stack',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'deletes one generated stack',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
