import * as z from 'zod';
import { office } from '../../checkers/sleep/office-hours/calendar.ts';
import { writtenStep } from '../step.ts';

/** From now on checkers watch, to the end. */
export const watch = writtenStep(
  z.strictObject({ watch: z.strictObject({ officeHours: z.array(office).min(1) }) }),
  (step, on) => on.drive(on.watch(step.watch.officeHours)),
);
