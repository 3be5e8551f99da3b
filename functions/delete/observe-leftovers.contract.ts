import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { progress } from '../../domain/progress.ts';
import { observeInput } from '../create/phase.contract.ts';

export const observeLeftovers = defineContract({
  task: 'delete/observe-leftovers',
  input: observeInput,
  output: progress,
  throws: READ_ERRORS,
});
