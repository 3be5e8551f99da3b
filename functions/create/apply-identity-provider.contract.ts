import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyIdentityProvider = defineContract({
  task: 'create/apply-identity-provider',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'associates an OIDC identity provider, or tags it',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
