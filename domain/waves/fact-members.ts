import * as z from 'zod';

/** Members that every fact about the upgrade of a fleet carries. */
export const fleetUpgradeMembers = {
  version: z.literal('1'),
  fleet: z.strictObject({ name: z.string(), home: z.string() }),
  upgrade: z.string(),
  to: z.string(),
};

const count = z.int().min(0);
export const clusterCounts = { upgraded: count, failed: count, skipped: count };
