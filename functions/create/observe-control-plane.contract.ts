import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { observeInput } from '../../domain/phase-contract.ts';
import { progress } from '../../domain/progress.ts';

export const observeControlPlane = defineContract({
  task: 'create/observe-control-plane',
  input: observeInput,
  output: progress,
  throws: READ_ERRORS,
});
