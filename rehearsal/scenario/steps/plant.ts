import * as z from 'zod';
import { plantLeftovers } from '../plant.ts';
import { plant as planted } from '../plant-schema.ts';
import { writtenStep } from '../step.ts';

export const plant = writtenStep(z.strictObject({ plant: planted }), (step, on) =>
  on.drive(plantLeftovers(step.plant, on.world)),
);
