import * as z from 'zod';
import { clusterCounts, fleetUpgradeMembers } from '../../domain/waves/fact-members.ts';
import { defineEvent } from '../event.ts';

/** A wave of a fleet upgrade has baked without an alarm: the next one may begin. */
export const waveCompleted = defineEvent(
  'WaveCompleted',
  z.strictObject({
    ...fleetUpgradeMembers,
    wave: z.string(),
    ...clusterCounts,
    /** Clusters that went back. */
    back: z.int().min(0),
  }),
);
