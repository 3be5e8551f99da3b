import * as z from 'zod';
import { upgradeFactMembers } from '../../domain/upgrade/fact.ts';
import { defineEvent, factMembers } from '../event.ts';

/** A cluster is back at the version from before its upgrade: it was asked for, or the soak found it unhealthy. */
export const clusterRolledBack = defineEvent(
  'ClusterRolledBack',
  z.strictObject({ ...factMembers, ...upgradeFactMembers, reason: z.string() }),
);
