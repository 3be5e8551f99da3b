import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const resizeNodeGroup = defineContract({
  task: 'scale/resize-node-group',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  conflicts: 'half an hour',
  effect: {
    changes: "a managed node group's sizes",
    runsTwice:
      'looks again first; EKS takes a repeated request under the same token for the same one, and refuses another while the group is UPDATING',
  },
});
