import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyAddon = defineContract({
  task: 'create/apply-addon',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes:
      'creates an add-on, makes one change to it, or clears away one that an earlier operation could not create',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
