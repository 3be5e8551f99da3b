import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const resizeAutoScalingGroup = defineContract({
  task: 'scale/resize-auto-scaling-group',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: "a self-managed node group's sizes",
    runsTwice: 'looks again first; sets the same sizes again',
  },
});
