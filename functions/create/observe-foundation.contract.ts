import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { networkFacts, observeFoundationInput } from '../../domain/phase-contract.ts';
import { phaseFailed, phaseWaiting } from '../../domain/progress.ts';

export const observeFoundation = defineContract({
  task: 'create/observe-foundation',
  input: observeFoundationInput,
  output: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('Done'), network: networkFacts }),
    phaseWaiting,
    phaseFailed,
  ]),
  throws: READ_ERRORS,
});
