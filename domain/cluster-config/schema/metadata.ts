import * as z from 'zod';
import { flag, name, object, tags, text } from './fields.ts';

/** The cluster's identity. `metadata.annotations` may carry the extensions of eks-fleet (see annotations.ts). */
export const metadataSchema = object({
  name: name
    .refine((value) => /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(value), {
      error: 'not a name that EKS accepts',
      params: {
        allowed: 'up to 100 letters, digits, hyphens and underscores, beginning with a letter or digit',
      },
    })
    .refine((value) => !/^eks-fleet-/i.test(value), {
      error:
        "names that begin with eks-fleet- are the fleet's own: the cluster's roles would be named like its roles",
      params: { allowed: 'a name that does not begin with eks-fleet-', alternative: 'choose another name' },
    }),
  region: name.refine((value) => /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(value), {
    error: 'not a region',
    params: { allowed: 'a region code such as us-east-1' },
  }),
  version: text
    .refine((value) => /^\d+\.\d+$/.test(value), {
      error: 'not a Kubernetes version',
      params: {
        allowed: 'MAJOR.MINOR in quotes, such as "1.35"',
        alternative: 'leave the patch and any v out',
      },
    })
    .optional(),
  forceUpdateVersion: flag.optional(),
  rollbackConfig: object({ timeoutMinutes: z.int().min(120).max(10080).optional() }).optional(),
  tags: tags.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
