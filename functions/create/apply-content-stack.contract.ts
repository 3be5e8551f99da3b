import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyContentStack = defineContract({
  task: 'create/apply-content-stack',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'creates or updates one generated stack of the contents, or deletes one that never came up',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
