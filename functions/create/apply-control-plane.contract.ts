import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput, networkFacts } from '../../domain/phase-contract.ts';

export const applyControlPlane = defineContract({
  task: 'create/apply-control-plane',
  input: applyInput.extend({ network: networkFacts }),
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: 'creates the cluster, or makes one change to it',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
