import { TaskError } from '../../domain/errors.ts';
import type { FleetUpgradeFact } from '../../domain/waves/record.ts';
import { type EventDefinition, eventOf } from '../../events/event.ts';
import { approvalExpired } from '../../events/fleet-upgrade/approval-expired.ts';
import { approvalRequested } from '../../events/fleet-upgrade/approval-requested.ts';
import { fleetUpgradeEnded } from '../../events/fleet-upgrade/ended.ts';
import { fleetUpgraded } from '../../events/fleet-upgrade/fleet-upgraded.ts';
import { fleetUpgradePaused } from '../../events/fleet-upgrade/paused.ts';
import { waveCompleted } from '../../events/fleet-upgrade/wave-completed.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { fleetUpgrades } from '../runtime/ports/state/fleet-upgrades.ts';
import { task } from '../runtime/task.ts';
import { wavesTasks } from './contracts.ts';

const EVENTS: Readonly<Record<FleetUpgradeFact, EventDefinition>> = {
  ApprovalRequested: approvalRequested,
  ApprovalExpired: approvalExpired,
  WaveCompleted: waveCompleted,
  FleetUpgradePaused: fleetUpgradePaused,
  FleetUpgraded: fleetUpgraded,
  FleetUpgradeEnded: fleetUpgradeEnded,
};

/** Tells what the record has untold. What if this runs twice? The same facts are told again, and taken out once. */
export const handler = task(
  wavesTasks.publishProgress,
  { facts, fleetUpgrades },
  async ({ upgrade: id }, ports) => {
    const upgrade = await ports.fleetUpgrades.read(id);
    if (!upgrade) throw new TaskError('NotFound', `there is no fleet upgrade ${id}`);
    for (const { detailType, detail } of upgrade.untold)
      await ports.facts.publish(eventOf(EVENTS[detailType], detail));
    return { outcome: 'Published' as const, told: upgrade.untold.map((one) => one.id) };
  },
);
