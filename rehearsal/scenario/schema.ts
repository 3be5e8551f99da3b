import * as z from 'zod';
import { FAULT_RATES } from '../faults/rates.ts';
import { name } from './step.ts';
import { WRITTEN } from './steps/all.ts';

/** Another scenario's file, by its path from the file that names it: its steps come in place of this one. */
const play = z.strictObject({ play: name });

/** A scenario: the things that happen to a fleet, step by step, and expectations in between. */
export const scenario = z.strictObject({
  apiVersion: z.literal('eks-fleet.dev/v1'),
  kind: z.literal('Scenario'),
  metadata: z.strictObject({ name }),
  spec: z.strictObject({
    /** Virtual time at which it begins (ISO 8601), where the command line says nothing else. */
    startAt: z.iso.datetime().optional(),
    /** The same of `--seam`: `direct` for a scenario that is long. */
    seam: z.enum(['wire', 'direct']).optional(),
    /** Service Quotas that the account has raised, by `<service>/<name>`. */
    /** Home first; else the regions of its documents. */
    regions: z.array(name).min(1).optional(),
    /** The rates of faults, each a chance; none where nothing is said. */
    faultRates: z.partialRecord(z.enum(FAULT_RATES), z.number().min(0).max(1)).optional(),
    /** Another stage, deployed beside `prod`: steps for it stand below `of`. */
    besides: name.optional(),
    quotas: z.record(z.string(), z.number().positive()).optional(),
    steps: z.array(z.union([...WRITTEN, play])).min(1),
  }),
});
