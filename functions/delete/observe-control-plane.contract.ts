import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { progress } from '../../domain/progress.ts';
import { observeInput } from '../create/phase.contract.ts';

export const observeControlPlane = defineContract({
  task: 'delete/observe-control-plane',
  input: observeInput,
  output: progress,
  throws: READ_ERRORS,
});
