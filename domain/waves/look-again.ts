import type { Schedule } from '../ports/schedules.ts';

/** The group of the schedules by which fleet upgrades are looked at; no fleet's group has its name. */
export const lookGroup = (stage: string): string => `eks-fleet-${stage}_waves`;

/** Scheduler fires within the minute of its time, and never for one that is past. */
const SOONEST_SECONDS = 60;

/** The schedule that has a fleet upgrade looked at once; `at` is now (both ISO 8601). */
export function lookAgain(id: string, nextAt: string, at: string, stage: string): Schedule {
  const soonest = new Date(Date.parse(at) + SOONEST_SECONDS * 1000).toISOString();
  const time = (nextAt > soonest ? nextAt : soonest).slice(0, 19);
  return {
    group: lookGroup(stage),
    name: id,
    description: `looks at fleet upgrade ${id} again`,
    expression: `at(${time})`,
    timeZone: 'UTC',
    flexibleMinutes: 0,
    deletesItself: true,
    event: {
      detailType: 'FleetUpgradeAdvanceRequested',
      detail: {
        version: '1',
        requestId: `due/${id}/${time}`,
        requestedBy: `fleet upgrade ${id}`,
        upgrade: id,
      },
    },
  };
}
