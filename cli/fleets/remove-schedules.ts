import { randomUUID } from 'node:crypto';
import type { Fleet } from '../../aws/fleet.ts';
import { scheduleGroup } from '../../domain/fleet/schedules/names.ts';
import { regionOf, regionsOf } from '../fleet.ts';
import { sleep } from '../sleep.ts';

const LOOK_MS = 2000;

/**
 * Deletes the schedule groups of all Fleet documents, deleted ones too, in every region, and waits until they are
 * gone. No stack owns them, so that they would go on firing. What if this runs twice? A group that is gone is passed
 * over.
 */
export async function removeSchedules(fleet: Fleet, say: (text: string) => void): Promise<void> {
  const documents = await regionOf(fleet, fleet.readFrom).fleets.list();
  const groups = documents.map(({ name }) => scheduleGroup(fleet.stage, name));
  await Promise.all(
    regionsOf(fleet).flatMap(({ region, schedules }) =>
      groups.map(async (group) => {
        if ((await schedules.groupState(group)) === undefined) return;
        say(`${region}: deleting schedule group ${group}`);
        await schedules.deleteGroup(group, `uninstall-${randomUUID()}`);
        while ((await schedules.groupState(group)) !== undefined) await sleep(LOOK_MS);
      }),
    ),
  );
}
