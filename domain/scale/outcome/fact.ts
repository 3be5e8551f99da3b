import * as z from 'zod';
import { firing } from '../request.ts';
import { scalingReport } from './report.ts';

/** Members of every fact about a cluster's capacity, beside the cluster: who asked, why, before and after. */
export const scalingFactMembers = {
  requestedBy: z.string(),
  /** The reason in words: a schedule's entry, the end of an `until`, or that somebody asked. */
  why: z.string(),
  /** The firing that asked, where one did. */
  schedule: firing.optional(),
  ...scalingReport.shape,
  /** ISO 8601: when the former sizes return. */
  until: z.string().optional(),
};
