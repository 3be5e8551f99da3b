import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { progress } from '../../domain/progress.ts';
import { observeInput } from '../create/phase.contract.ts';

export const observeCompute = defineContract({
  task: 'delete/observe-compute',
  input: observeInput,
  output: progress,
  throws: READ_ERRORS,
});
