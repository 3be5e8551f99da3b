import { CHANGE_ERRORS, defineContract } from '../../domain/contract.ts';
import { applied, applyInput } from '../../domain/phase-contract.ts';

export const deleteNetworkInterface = defineContract({
  task: 'delete/delete-network-interface',
  input: applyInput,
  output: applied,
  throws: CHANGE_ERRORS,
  effect: {
    changes: 'deletes one network interface that nothing uses',
    runsTwice: 'looks again first: what is gone or going is left as it is',
  },
});
