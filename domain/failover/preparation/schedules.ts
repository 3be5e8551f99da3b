import type { FailoverPlan } from '../../policy/failover.ts';
import type { Schedule } from '../../ports/schedules.ts';
import { drillExpression } from '../drill/times.ts';
import { type Deployed, failoverGroupOf } from '../names.ts';

/** The requests that a region's schedules put. */
const WATCH = { name: 'watch', detailType: 'FailoverWatchRequested', expression: 'rate(1 minute)' } as const;
const PREPARE = {
  name: 'prepare',
  detailType: 'FailoverPreparationRequested',
  expression: 'rate(15 minutes)',
} as const;

const scheduleOf = (
  { name, detailType, expression }: typeof WATCH | typeof PREPARE,
  deployed: Pick<Deployed, 'stage'>,
): Schedule => ({
  group: failoverGroupOf(deployed),
  name,
  description: `has failover plans of this region ${name === 'watch' ? 'watched' : 'prepared'}`,
  expression,
  timeZone: 'UTC',
  flexibleMinutes: 0,
  deletesItself: false,
  event: {
    detailType,
    detail: {
      version: '1',
      requestId: `failover-${name}/<aws.scheduler.scheduled-time>`,
      requestedBy: 'failover plans',
    },
  },
});

/** The region's part: whether it has plans to watch, and whether anything is there to be prepared, or to be taken away. */
export interface RegionalNeeds {
  readonly watches: boolean;
  readonly prepares: boolean;
}

/** A plan that is drilled by its document. */
export type DrilledPlan = Pick<FailoverPlan, 'name' | 'drill'>;

function drillSchedules(plan: DrilledPlan, deployed: Pick<Deployed, 'stage'>): readonly Schedule[] {
  const expression = drillExpression(plan);
  if (expression === undefined) return [];
  return [
    {
      group: failoverGroupOf(deployed),
      name: `drill-${plan.name}`,
      description: `drills the failover plan ${plan.name}`,
      ...{ expression, timeZone: 'UTC', flexibleMinutes: 0, deletesItself: false },
      event: {
        detailType: 'FailoverDrillRequested',
        detail: {
          version: '1',
          requestId: `failover-drill/${plan.name}/<aws.scheduler.scheduled-time>`,
          requestedBy: 'failover plans',
          plan: plan.name,
          scheduledAt: '<aws.scheduler.scheduled-time>',
        },
      },
    },
  ];
}

/** The schedules of a region: observers each minute, preparation each quarter of an hour, and drills as plans say. */
export const failoverSchedules = (
  deployed: Pick<Deployed, 'stage'>,
  { watches, prepares }: RegionalNeeds,
  drilled: readonly DrilledPlan[] = [],
): readonly Schedule[] => [
  ...drilled.flatMap((plan) => drillSchedules(plan, deployed)),
  ...(watches ? [scheduleOf(WATCH, deployed)] : []),
  ...(prepares ? [scheduleOf(PREPARE, deployed)] : []),
];
