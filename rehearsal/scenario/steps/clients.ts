import * as z from 'zod';
import { name, writtenStep } from '../step.ts';

const clients = z.strictObject({
  /** The name that they ask for, of a hosted zone. */
  name,
  requestsPerSecond: z.number().positive().default(1000),
  /** Those whose resolvers keep an answer for so long, whatever its TTL. */
  ignoresTtl: z
    .strictObject({ share: z.number().gt(0).lt(1), keepsSeconds: z.number().positive() })
    .optional(),
  retries: z.int().min(0).max(5).default(0),
});

/** Clients ask for a name from now on; the report says what they met. */
export const clientsAsk = writtenStep(z.strictObject({ clients }), ({ clients: wanted }, { world }) => {
  world.addClients(wanted);
});
