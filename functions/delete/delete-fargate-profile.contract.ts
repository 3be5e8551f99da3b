import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteFargateProfile = defineContract({
  task: 'delete/delete-fargate-profile',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'deletes one Fargate profile',
    runsTwice: 'looks again first: what is gone or going is left as it is',
  },
});
