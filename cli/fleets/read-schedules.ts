import type { MadeSchedule } from '../../aws/schedules.ts';
import type { FleetRegion } from '../fleet.ts';
import { sideBySide } from '../side-by-side.ts';

/** A schedule as it is, and where. */
export interface FoundSchedule extends MadeSchedule {
  readonly region: string;
}

/** Scheduler answers so many GetSchedule requests at once without throttling anybody. */
const AT_ONCE = 10;

/** Every schedule of a group in a region; none where there is no such group. */
export async function readGroup(
  { region, schedules }: Pick<FleetRegion, 'region' | 'schedules'>,
  group: string,
): Promise<readonly FoundSchedule[]> {
  const names: string[] = [];
  let from = '';
  do {
    const page = await schedules.list(group, '', from);
    names.push(...page.names);
    from = page.next;
  } while (from !== '');
  const found = await sideBySide(names, AT_ONCE, (name) => schedules.find(group, name));
  return found.flatMap((one) => (one ? [{ region, ...one }] : []));
}
