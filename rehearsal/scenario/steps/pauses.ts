import * as z from 'zod';
import { hold, layPause, liftPause, resumption } from '../holds.ts';
import { writtenStep } from '../step.ts';

/** Somebody pauses the fleet in a region, or a cluster, beside all that hold it already. */
export const pause = writtenStep(z.strictObject({ pause: hold }), (step, on) =>
  on.drive(on.untilAnswered(() => layPause(step.pause, on))),
);

/** Somebody lifts that pause; others hold on. */
export const resume = writtenStep(z.strictObject({ resume: resumption }), (step, on) =>
  on.drive(on.untilAnswered(() => liftPause(step.resume, on))),
);
