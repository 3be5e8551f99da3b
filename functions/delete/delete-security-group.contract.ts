import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteSecurityGroup = defineContract({
  task: 'delete/delete-security-group',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'revokes one rule that mentions a security group, or deletes the group',
    runsTwice: 'looks again first: what is gone or going is left as it is',
  },
});
