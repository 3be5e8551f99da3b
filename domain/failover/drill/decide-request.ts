import type { FailoverPlan } from '../../policy/failover.ts';
import type { Claimed } from '../claim.ts';
import type { Drill } from './drill.ts';
import { isDrillTime } from './times.ts';

/** A request to drill a plan, and what stands. */
export interface AskedDrill {
  readonly plan: FailoverPlan;
  readonly at: string;
  /** The time for which a schedule asks; undefined where a person does. */
  readonly scheduledAt: string | undefined;
  /** The plan's item; undefined where it was never prepared. */
  readonly guard: Claimed | undefined;
  /** All that keeps the standby from taking over. */
  readonly unready: readonly string[];
  /** The plan's last drill. */
  readonly last: Pick<Drill, 'begunAt'> | undefined;
}

/** A scheduled drill that comes later than this is of another time: people who watch it have gone. */
const LATE_MS = 3_600_000;

/** The time of a schedule is held once: who may put requests, and may ask for no drill, could repeat its request. */
const ONCE_MS = LATE_MS;

/** The reason against a drill; `path` names the member of the request that it is about. */
export interface DrillProblem {
  readonly path: string;
  readonly message: string;
}

function untimely({ plan, at, scheduledAt, last }: AskedDrill): DrillProblem | undefined {
  if (scheduledAt === undefined) return undefined;
  const path = 'detail.scheduledAt';
  if (!isDrillTime(plan, scheduledAt))
    return { path, message: `the document asks for no drill of ${plan.name} at ${scheduledAt}` };
  const lateMs = Date.parse(at) - Date.parse(scheduledAt);
  if (!(lateMs >= 0 && lateMs <= LATE_MS))
    return { path, message: `the drill of ${scheduledAt} comes ${Math.round(lateMs / 60_000)} min late` };
  return last && Date.parse(at) - Date.parse(last.begunAt) <= ONCE_MS
    ? { path, message: `${plan.name} was drilled within the hour already, at ${last.begunAt}` }
    : undefined;
}

/** The reason against a drill, or undefined. It is never urgent: whatever is not as it should be comes first. */
export function drillProblem(asked: AskedDrill): DrillProblem | undefined {
  const { plan, guard, unready } = asked;
  const { name } = plan;
  const path = 'detail.plan';
  const problem = untimely(asked);
  if (problem) return problem;
  if ('records' in plan.traffic && plan.drill === undefined)
    return {
      path,
      message: `${name} has no drill in its document, so no records were made that a drill could move: say drill: monthly, apply the document, and ask again some minutes later`,
    };
  if (!guard) return { path, message: `Guard has no item of ${name}: it was not prepared yet` };
  if (guard.moving) return { path, message: `${name} is being moved since ${guard.at}: ${guard.moving}` };
  if (guard.owner === 'standby') return { path, message: `the standby of ${name} serves since ${guard.at}` };
  if (unready.length > 0)
    return { path, message: `${name} is not ready, which needs no drill to be known: ${unready.join('; ')}` };
  return undefined;
}
