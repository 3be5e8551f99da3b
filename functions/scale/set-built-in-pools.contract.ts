import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const setBuiltInPools = defineContract({
  task: 'scale/set-built-in-pools',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: "which of Auto Mode's own node pools a cluster has",
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
