import * as z from 'zod';
import { upgradeFactMembers } from '../../domain/upgrade/fact.ts';
import { defineEvent, factMembers } from '../event.ts';

/** A cluster's version, add-ons or nodes are at the versions of the plan, and verified. */
export const clusterUpgraded = defineEvent(
  'ClusterUpgraded',
  z.strictObject({ ...factMembers, ...upgradeFactMembers }),
);
