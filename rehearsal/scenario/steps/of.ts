import * as z from 'zod';
import { name, writtenStep } from '../step.ts';

/** A step in another stage of the account, or from its view; it is read as any other. */
export const of = writtenStep(z.strictObject({ of: name, step: z.looseObject({}) }), (step, on) =>
  on.inStage(step.of, step.step),
);
