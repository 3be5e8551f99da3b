import * as z from 'zod';
import { failoverRequested } from '../../../events/failover/requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/** A person asks for a plan to move: in the region that is to serve, as the command finds it in the document. */
const moving = z.strictObject({
  plan: name,
  /** The region of the side that is to serve. */
  region: name,
  to: z.enum(['standby', 'primary']).default('standby'),
  planned: z.boolean().optional(),
  reason: name.optional(),
});

export const failover = writtenStep(
  z.strictObject({ failover: moving, ...followFor }),
  ({ failover: { region, ...detail }, followForSeconds }, on) =>
    on.request([{ definition: failoverRequested, region, detail }], followForSeconds),
);
