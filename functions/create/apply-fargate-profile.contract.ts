import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyFargateProfile = defineContract({
  task: 'create/apply-fargate-profile',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'creates a Fargate profile, or tags it',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
