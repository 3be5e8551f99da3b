import * as z from 'zod';
import { writtenStep } from '../step.ts';

/** So many virtual seconds go by. */
export const wait = {
  ...writtenStep(z.strictObject({ wait: z.int().positive() }), (step, on) => on.follow(0, step.wait)),
  leavesWork: true,
};
