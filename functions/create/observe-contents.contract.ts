import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { observeContentsInput } from '../../domain/phase-contract.ts';
import { progress } from '../../domain/progress.ts';

export const observeContents = defineContract({
  task: 'create/observe-contents',
  input: observeContentsInput,
  output: progress,
  throws: READ_ERRORS,
});
