import type { Fleet } from '../../aws/fleet.ts';
import { scheduleGroup } from '../../domain/fleet/schedules/names.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import { returnGroup } from '../../domain/scale/until/return-schedule.ts';
import { regionOf, regionsOf } from '../fleet.ts';
import { type FoundSchedule, readGroup } from './read-schedules.ts';

/** A schedule of a Fleet document's, or the end of an `until`, which belongs to none. */
export interface OwnedSchedule extends FoundSchedule {
  readonly owner: StoredFleet | undefined;
}

/** The Fleet documents as the replica has them that commands read, those that were deleted left out. */
export async function readFleets(fleet: Fleet): Promise<readonly StoredFleet[]> {
  const stored = await regionOf(fleet, fleet.readFrom).fleets.list();
  return stored.filter(({ document }) => document !== undefined);
}

/** Every schedule that there is in the fleet's regions, by region and name. */
export async function findSchedules(
  fleet: Fleet,
  stored: readonly StoredFleet[],
): Promise<readonly OwnedSchedule[]> {
  const groups = [
    ...stored.map((owner) => ({ owner, group: scheduleGroup(fleet.stage, owner.name) })),
    { owner: undefined, group: returnGroup(fleet.stage) },
  ];
  const found = await Promise.all(
    regionsOf(fleet).flatMap((region) =>
      groups.map(async ({ owner, group }) =>
        (await readGroup(region, group)).map((one) => ({ owner, ...one })),
      ),
    ),
  );
  return found.flat();
}
