import * as z from 'zod';
import { writtenStep } from '../step.ts';

/** Faults are sampled from now on, and not from the first step. */
export const sampleFaults = writtenStep(z.strictObject({ sampleFaults: z.literal('on') }), (_step, on) =>
  on.sampleFaults(),
);
