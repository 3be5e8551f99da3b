import * as z from 'zod';
import { waiver } from '../../domain/upgrade/request.ts';
import { clusterCounts, fleetUpgradeMembers } from '../../domain/waves/fact-members.ts';
import { defineEvent } from '../event.ts';

const versions = z.record(z.string(), z.string());

/** A wave of a fleet upgrade waits for a person of a role. */
export const approvalRequested = defineEvent(
  'ApprovalRequested',
  z.strictObject({
    ...fleetUpgradeMembers,
    wave: z.string(),
    approval: z.string(),
    /** Of target, pins, clusters and waivers: what is approved. */
    digest: z.string(),
    /** The role whose people may decide. */
    by: z.string(),
    /** ISO 8601. */
    expiresAt: z.string(),
    /** All of it in a line, with the command. */
    reason: z.string(),
    /** The number of the wave's clusters. */
    clusters: z.int().min(0),
    /** These clusters, two hundred at most: region and name. */
    which: z.array(z.string()),
    /** The results of the waves before. */
    before: z.array(
      z.strictObject({
        wave: z.string(),
        startedAt: z.string(),
        completedAt: z.string(),
        ...clusterCounts,
      }),
    ),
    pins: z.strictObject({ addons: versions, releases: versions }),
    waivers: z.array(waiver),
    /** The command by which it is decided. */
    command: z.string(),
    denyCommand: z.string(),
  }),
);
