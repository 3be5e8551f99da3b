import { lagAlarms, lagOf } from '../../domain/failover/lag.ts';
import { type Known, NEVER_MOVED } from '../../domain/failover/observe.ts';
import { unreadyBy } from '../../domain/failover/readiness.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import type { Denials } from './denials.ts';

/** Everything that Guard says of a plan now. */
export async function knownOf(
  guard: GuardPort,
  plan: FailoverPlan,
  { at, alarms, denials }: { readonly at: number; readonly alarms: AlarmsPort; readonly denials: Denials },
): Promise<Known> {
  const found = await denials.unlessFails(Promise.all([guard.read(plan.name), guard.readiness(plan.name)]));
  if (!found) return { guard: undefined, unready: [] };
  const [item, readiness] = found;
  const names = lagAlarms(plan);
  const lag = lagOf(plan, names.length > 0 ? await denials.unlessFails(alarms.states(names)) : []);
  return {
    guard: item ?? { plan: plan.name, ...NEVER_MOVED },
    unready: unreadyBy(readiness, at),
    ...(lag === undefined ? {} : { lag }),
    ...(item ? { sinceMovedSeconds: (at - Date.parse(item.at)) / 1000 } : {}),
  };
}
