import * as z from 'zod';
import { failoverDrillRequested } from '../../../events/failover/drill-requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/** A person asks for a plan to be drilled, in its standby's region. */
const drilling = z.strictObject({
  plan: name,
  /** The standby's region. */
  region: name,
  staysSeconds: z.int().min(0).optional(),
  /** As a schedule asks, which signs nothing. */
  scheduledAt: z.string().optional(),
  reason: name.optional(),
});

export const drill = writtenStep(
  z.strictObject({ drill: drilling, ...followFor }),
  ({ drill: { region, ...detail }, followForSeconds }, on) =>
    on.request([{ definition: failoverDrillRequested, region, detail }], followForSeconds),
);
