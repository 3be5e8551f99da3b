import { givenStep } from '../step.ts';

/** Sampled faults stop; all that is under way must end, and every lease be free, within so many virtual seconds. */
export const convergeWithinSeconds = givenStep<{ readonly convergeWithinSeconds: number }>(async (step, on) =>
  on.violated(await on.converge(step.convergeWithinSeconds)),
);
