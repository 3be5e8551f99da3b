import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyContentInput } from '../../domain/phase-contract.ts';

export const applyPullThroughCacheRule = defineContract({
  task: 'create/apply-pull-through-cache-rule',
  input: applyContentInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'creates a pull-through-cache rule, or changes its credential',
    runsTwice:
      'looks again first: ECR refuses a second rule of the same prefix, and the retry finds the first',
  },
});
