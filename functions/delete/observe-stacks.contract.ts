import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { observeStacksInput } from '../../domain/phase-contract.ts';
import { progress } from '../../domain/progress.ts';

export const observeStacks = defineContract({
  task: 'delete/observe-stacks',
  input: observeStacksInput,
  output: progress,
  throws: READ_ERRORS,
});
