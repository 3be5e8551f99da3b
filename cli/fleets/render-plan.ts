import { describeEmptySelect } from '../../domain/fleet/checks/empty-selects.ts';
import { describeLateWake } from '../../domain/fleet/checks/late-wakes.ts';
import { describeSilenced } from '../../domain/fleet/checks/silenced.ts';
import type { FleetPlan, PlannedSchedule } from '../../domain/fleet/fleet-plan.ts';
import { columns } from '../output.ts';
import { describeLeftAsleep, type LeftAsleep } from './left-asleep.ts';

const HEADLINES = {
  create: 'will be kept',
  change: 'will be changed',
  none: 'is as its document says',
  delete: 'will be forgotten',
} as const;
/** A table of more says less. */
const MOST_ROWS = 60;

const counted = (schedules: readonly PlannedSchedule[], what: PlannedSchedule['do']): number =>
  schedules.filter((one) => one.do === what).length;

/** `Fri 2026-11-27T06:45+01:00 (05:45 UTC)`. */
export const timeOf = ({ at, local }: { readonly at: string; readonly local: string }): string =>
  `${new Date(local.slice(0, 10)).toUTCString().slice(0, 3)} ${local} (${at.slice(11, 16)} UTC)`;

const nextOf = ({ next }: PlannedSchedule): string => {
  if (!next) return '-';
  return next.skipped === undefined ? timeOf(next) : `${timeOf(next)}, skipped: ${next.skipped}`;
};

/** A plan as a person reads it. */
export function renderFleetPlan(plan: FleetPlan, asleep: readonly LeftAsleep[]): string {
  const { fleet, home, action, schedules, unchanged } = plan;
  const counts = [
    `${counted(schedules, 'create')} made`,
    `${counted(schedules, 'replace')} changed`,
    `${counted(schedules, 'delete')} deleted`,
    `${unchanged} as they are`,
  ];
  const rows = schedules
    .slice(0, MOST_ROWS)
    .map((one) => [
      one.region,
      one.cluster,
      one.name,
      one.do,
      `${one.expression} ${one.timeZone}`,
      nextOf(one),
    ]);
  const left = schedules.length - rows.length;
  const notes = [
    ...(left > 0 ? [`and ${left} more schedules: --output json has them all`] : []),
    ...plan.leftOut.map(({ cluster, region, reason }) => `${cluster} in ${region} gets none: ${reason}`),
    ...plan.selectsNothing.map(describeEmptySelect),
    ...[...plan.notYet, ...plan.pastExceptions].map(({ path, reason }) => `${path}: ${reason}`),
    ...plan.failover.plans.flatMap(({ summary, notes }) => [summary, ...notes]),
    ...plan.failover.notes,
    ...plan.lateWakes.map(describeLateWake),
    ...plan.silenced.map(describeSilenced),
    ...asleep.map(describeLeftAsleep),
  ];
  return [
    `fleet ${fleet} (home ${home}) ${HEADLINES[action]}; schedules: ${counts.join(', ')}`,
    ...(rows.length === 0
      ? []
      : columns(['REGION', 'CLUSTER', 'SCHEDULE', 'WHAT', 'WHEN', 'NEXT'], rows).split('\n')),
    ...notes,
  ].join('\n  ');
}
