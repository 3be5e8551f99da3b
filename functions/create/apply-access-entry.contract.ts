import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyAccessEntry = defineContract({
  task: 'create/apply-access-entry',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'creates an access entry, or makes one change to it or its policies',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
