import * as z from 'zod';
import { type CheckParams, flag, object } from './fields.ts';

/** Karpenter's resources in AWS. The chart itself is installed from within the cluster. */
export const karpenterSchema = object({
  version: z.string().refine((text) => /^v?\d+\.\d+\.\d+(-[\w.]+)?$/.test(text), {
    error: 'not an exact version of Karpenter',
    params: { allowed: 'an exact version of its chart, such as "1.8.1"' } satisfies CheckParams,
  }),
  createServiceAccount: flag.optional(),
  defaultInstanceProfile: z
    .string()
    .refine((text) => /^[\w+=,.@-]{1,128}$/.test(text), {
      error: 'malformed name of an instance profile',
      params: {
        allowed: 'a name of letters, digits and +=,.@-_, at most 128 (not an ARN)',
      } satisfies CheckParams,
    })
    .optional(),
  withSpotInterruptionQueue: flag.optional(),
});
