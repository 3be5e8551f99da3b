import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyPodIdentityAssociation = defineContract({
  task: 'create/apply-pod-identity-association',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'creates a Pod Identity association, or makes one change to it',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
