import * as z from 'zod';
import { writtenStep } from '../step.ts';

/** Every fault ends, those that the seed samples too. */
export const recover = writtenStep(z.strictObject({ recover: z.literal('all') }), (_step, on) =>
  on.recover(),
);
