import * as z from 'zod';
import { releasePlanted } from '../plant.ts';
import { release as released } from '../plant-schema.ts';
import { writtenStep } from '../step.ts';

export const release = writtenStep(z.strictObject({ release: released }), (step, on) =>
  on.drive(releasePlanted(step.release, on.world)),
);
