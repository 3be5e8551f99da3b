import * as z from 'zod';
import { byHand, callAsAdministrator } from '../by-hand.ts';
import { writtenStep } from '../step.ts';

export const administrator = writtenStep(z.strictObject({ administrator: byHand }), (step, on) =>
  on.drive(on.untilAnswered(() => callAsAdministrator(step.administrator))),
);
