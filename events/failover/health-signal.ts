import * as z from 'zod';
import { defineEvent } from '../event.ts';

/**
 * Somebody says that a region, or a zone of it, is impaired, or no longer: a monitoring of the user's, or a person. Put on the
 * bus of any region of the fleet that is well. It moves nothing: observers of plans ask people by it. Starts `record-signals`.
 */
export const healthSignal = defineEvent(
  'HealthSignal',
  z.strictObject({
    version: z.literal('1'),
    /** The region that is impaired. */
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region, such as us-east-1'),
    /** A zone of it by its id, where the rest of the region is well. */
    zone: z
      .string()
      .regex(/^[a-z]{2,5}\d-az\d$/, 'the id of a zone, such as use1-az4')
      .optional(),
    /** The name of who says so. The next word of the same source on the same region or zone takes the place of this one. */
    source: z
      .string()
      .regex(
        /^(?!aws)[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,63}$/i,
        'letters, digits, spaces and ._:/- only, at most 64; not beginning with aws',
      ),
    reason: z.string().regex(/^[^\p{Cc}]{1,200}$/u, '1 to 200 characters, on one line'),
    /** `closed`: it is over. */
    status: z.enum(['open', 'closed']).default('open'),
    /** The minutes for which it counts, unless it is said again. */
    forMinutes: z.int().min(1).max(1440).default(60),
  }),
);
