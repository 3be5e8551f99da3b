import * as z from 'zod';
import { upgradeActions } from '../../domain/upgrade/request.ts';
import { clusterName, defineEvent, parent, requestMembers } from '../event.ts';

const members = { ...requestMembers, cluster: clusterName, parent: parent.optional() };
const [upgrade, rollBack] = upgradeActions;

/**
 * A cluster's version, add-ons or nodes are to be upgraded, or the last upgrade is to be taken back. Its region is the
 * bus's own. Starts `upgrade-cluster`.
 */
export const clusterUpgradeRequested = defineEvent(
  'ClusterUpgradeRequested',
  z.discriminatedUnion('action', [upgrade.extend(members), rollBack.extend(members)]),
);
