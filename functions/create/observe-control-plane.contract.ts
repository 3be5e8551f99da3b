import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { clusterFacts, networkFacts, observeInput } from '../../domain/phase-contract.ts';
import { phaseFailed, phaseWaiting } from '../../domain/progress.ts';

export const observeControlPlane = defineContract({
  task: 'create/observe-control-plane',
  input: observeInput.extend({ network: networkFacts }),
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Done'), cluster: clusterFacts }),
    phaseWaiting,
    phaseFailed,
  ]),
  throws: READ_ERRORS,
});
