import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyLogRetention = defineContract({
  task: 'create/apply-log-retention',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'creates the log group, or sets its retention',
    runsTwice: 'looks again first, and repeats a request under the same client token',
  },
});
