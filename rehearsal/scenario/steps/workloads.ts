import * as z from 'zod';
import { plantWorkloads, workloads as wanted } from '../kubernetes.ts';
import { writtenStep } from '../step.ts';

export const workloads = writtenStep(z.strictObject({ workloads: wanted }), (step, on) =>
  plantWorkloads(step.workloads, on.world),
);
