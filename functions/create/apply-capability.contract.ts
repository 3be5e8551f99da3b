import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyCapability = defineContract({
  task: 'create/apply-capability',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'creates a capability, or makes one change to it',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
