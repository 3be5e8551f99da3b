import { digest } from '../../desired/digest.ts';
import type { FailoverPlan } from '../../policy/failover.ts';

/** The time of a plan's drills, UTC: in working hours, when somebody is there, and another one for each plan. */
interface DrillTime {
  readonly minute: number;
  readonly hour: number;
  /** Monday is 1. */
  readonly weekday: number;
  readonly day: number;
}

const FIRST_HOUR = 9;
const HOURS = 6;
const WORKING_DAYS = 5;
/** Every month has them. */
const DAYS = 28;
/** The months of drills each quarter. */
const QUARTERS = [1, 4, 7, 10];
const DAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function timeOf({ name }: Pick<FailoverPlan, 'name'>): DrillTime {
  const spread = Number.parseInt(digest(`drill ${name}`).slice(0, 8), 16);
  return {
    minute: spread % 60,
    hour: FIRST_HOUR + (Math.floor(spread / 60) % HOURS),
    weekday: 1 + (Math.floor(spread / 600) % WORKING_DAYS),
    day: 1 + (Math.floor(spread / 6000) % DAYS),
  };
}

/** The expression of EventBridge Scheduler by which a plan is drilled; undefined where it is not. */
export function drillExpression(plan: Pick<FailoverPlan, 'name' | 'drill'>): string | undefined {
  const { minute, hour, weekday, day } = timeOf(plan);
  switch (plan.drill) {
    case undefined:
      return undefined;
    case 'weekly':
      return `cron(${minute} ${hour} ? * ${DAY_NAMES[weekday]} *)`;
    case 'monthly':
      return `cron(${minute} ${hour} ${day} * ? *)`;
    case 'quarterly':
      return `cron(${minute} ${hour} ${day} ${QUARTERS.join(',')} ? *)`;
  }
}

/** True of a time at which the plan's document asks for a drill: a request that names another one is nobody's. */
export function isDrillTime(plan: Pick<FailoverPlan, 'name' | 'drill'>, scheduledAt: string): boolean {
  const at = new Date(scheduledAt);
  const { minute, hour, weekday, day } = timeOf(plan);
  if (plan.drill === undefined || at.getUTCMinutes() !== minute || at.getUTCHours() !== hour) return false;
  if (plan.drill === 'weekly') return at.getUTCDay() === weekday;
  if (at.getUTCDate() !== day) return false;
  return plan.drill === 'monthly' || QUARTERS.includes(at.getUTCMonth() + 1);
}
