import * as z from 'zod';
import { writtenStep } from '../step.ts';

/** Sampled faults stop; all that is under way must end, and every lease be free, within so many virtual seconds. */
export const convergeWithinSeconds = writtenStep(
  z.strictObject({ convergeWithinSeconds: z.int().positive() }),
  async (step, on) => on.violated(await on.converge(step.convergeWithinSeconds)),
);
