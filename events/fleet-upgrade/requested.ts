import * as z from 'zod';
import { fleetName } from '../../domain/policy/schema.ts';
import { fleetUpgradeActions } from '../../domain/waves/request.ts';
import { defineEvent, requestMembers } from '../event.ts';

const { reason, ...every } = requestMembers;
/** All but a start say why by a member of their own. */
const members = { ...every, fleet: fleetName };
const [start, pause, resume, skip, rollBack, end, decide, takeOver] = fleetUpgradeActions;

/**
 * A fleet is to be upgraded in waves, or something is wished of its upgrade. Put on the bus of the upgrade's home, which is
 * the fleet's; `takeOver` on that of the region which is to be its next home. Starts `upgrade-fleet`.
 */
export const fleetUpgradeRequested = defineEvent(
  'FleetUpgradeRequested',
  z.discriminatedUnion('action', [
    start.extend({ ...members, reason }),
    pause.extend(members),
    resume.extend(members),
    skip.extend(members),
    rollBack.extend(members),
    end.extend(members),
    decide.extend(members),
    takeOver.extend(members),
  ]),
);
