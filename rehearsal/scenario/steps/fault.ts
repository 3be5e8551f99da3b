import * as z from 'zod';
import { plannedFault } from '../../faults/schema.ts';
import { writtenStep } from '../step.ts';

/** From now on something goes wrong, beside all that does already. */
export const fault = writtenStep(z.strictObject({ fault: plannedFault }), (step, on) => on.begin(step.fault));
