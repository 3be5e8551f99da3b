import { type UpcomingFiring, upcomingFirings } from '../../domain/firings/upcoming.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf } from '../fleet.ts';
import { findSchedules, type OwnedSchedule, readFleets } from '../fleets/find-schedules.ts';
import { timeOf } from '../fleets/render-plan.ts';
import { columns, printResult } from '../output.ts';

const SHOWN = 5;

/** A schedule with its next firings. */
export interface ScheduleRow {
  readonly name: string;
  /** The Fleet document that makes it; absent for the end of an `until`. */
  readonly fleet?: string;
  readonly cluster: string;
  readonly region: string;
  readonly action: string;
  readonly expression: string;
  readonly timeZone: string;
  /** Within how many minutes after its time it fires. */
  readonly within: number;
  readonly next: readonly UpcomingFiring[];
}

export function scheduleRow(
  { schedule, createdMs, region, owner }: OwnedSchedule,
  nowMs: number,
): ScheduleRow {
  const { name, expression, timeZone, flexibleMinutes, event } = schedule;
  const next: UpcomingFiring[] = [];
  for (const firing of upcomingFirings(schedule, owner?.document, nowMs, createdMs)) {
    next.push(firing);
    if (next.length === SHOWN) break;
  }
  return {
    name,
    ...(owner ? { fleet: owner.name } : {}),
    cluster: String(event.detail.cluster),
    region,
    action: String(event.detail.action),
    expression,
    timeZone,
    within: flexibleMinutes,
    next,
  };
}

/** `get schedules [NAME]`: of fleets, clusters, or by their own names; all if absent. */
export async function runGetSchedules(names: readonly string[], options: FleetOptions): Promise<void> {
  const fleet = await connect(options);
  const stored = await readFleets(fleet);
  const nowMs = nowOf(fleet);
  const all = (await findSchedules(fleet, stored)).map((one) => scheduleRow(one, nowMs));
  const isNamed = (row: ScheduleRow, name: string): boolean =>
    [row.name, row.cluster, row.fleet].includes(name);
  const absent = names.filter(
    (name) => !all.some((row) => isNamed(row, name)) && !stored.some((one) => one.name === name),
  );
  if (absent.length > 0)
    throw new CommandError(
      `there are no schedules of ${absent.join(', ')}`,
      'give a fleet, a cluster or a schedule by its name',
    );
  const rows = all.filter((row) => names.length === 0 || names.some((name) => isNamed(row, name)));
  printResult(options.output, rows, () => scheduleTable(rows));
}

export function scheduleTable(rows: readonly ScheduleRow[]): string {
  if (rows.length === 0) return 'no schedules';
  return columns(
    ['SCHEDULE', 'CLUSTER', 'REGION', 'DOES', 'WHEN', 'NEXT', 'SKIPPED'],
    rows.flatMap(({ name, cluster, region, action, expression, timeZone, within, next }) => {
      const about = [
        name,
        cluster,
        region,
        action,
        `${expression} ${timeZone}${within === 0 ? '' : `, within ${within} min`}`,
      ];
      if (next.length === 0) return [[...about, 'never again', '-']];
      return next.map((firing, index) => [
        ...(index === 0 ? about : about.map(() => '')),
        timeOf(firing),
        firing.skipped ?? '-',
      ]);
    }),
  );
}
