import * as z from 'zod';

const aboutCluster = z.strictObject({ cluster: z.string(), reason: z.string() });

/** The report on the schedules of a region, or of one cluster in it. */
export const reconciliation = {
  created: z.int().min(0),
  changed: z.int().min(0),
  deleted: z.int().min(0),
  /** Clusters that two entries select of which neither goes first: neither has schedules there. */
  conflicts: z.array(aboutCluster),
  /** Clusters that entries select and that have no schedules, and why. */
  leftOut: z.array(aboutCluster),
  /** Clusters whose schedules could not be made as they should be. */
  failed: z.array(aboutCluster),
};
