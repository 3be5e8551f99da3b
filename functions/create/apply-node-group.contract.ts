import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyNodeGroup = defineContract({
  task: 'create/apply-node-group',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes:
      'creates a managed node group, makes one change to it, or clears away one that an earlier operation could not create',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
