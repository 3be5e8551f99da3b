import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { observeStacksInput } from '../../domain/phase-contract.ts';
import { progress } from '../../domain/progress.ts';

export const observeCompute = defineContract({
  task: 'delete/observe-compute',
  input: observeStacksInput,
  output: progress,
  throws: READ_ERRORS,
});
