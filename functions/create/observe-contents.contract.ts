import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { progress } from '../../domain/progress.ts';
import { observeInput } from './phase.contract.ts';

export const observeContents = defineContract({
  task: 'create/observe-contents',
  input: observeInput,
  output: progress,
  throws: READ_ERRORS,
});
