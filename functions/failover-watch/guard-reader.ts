import { lagAlarms, lagOf } from '../../domain/failover/lag.ts';
import { type Known, NEVER_MOVED } from '../../domain/failover/observe.ts';
import { unreadyBy } from '../../domain/failover/readiness.ts';
import { holderOfPart } from '../../domain/operation/lease.ts';
import { holdersOfFailovers } from '../../domain/operation/pause.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import type { Denials } from './denials.ts';

export interface Asking {
  readonly at: number;
  readonly alarms: AlarmsPort;
  /** The ARN of a cluster of this region. */
  readonly arnOf: (cluster: string) => string;
  readonly denials: Denials;
  readonly records: RecordsPort;
}

/** Everything that Guard says of a plan now. */
export async function knownOf(
  guard: GuardPort,
  plan: FailoverPlan,
  { at, alarms, arnOf, denials, records }: Asking,
): Promise<Known> {
  const found = await denials.unlessFails(Promise.all([guard.read(plan.name), guard.readiness(plan.name)]));
  if (!found) return { guard: undefined, unready: [] };
  const [item, readiness] = found;
  const standing = await denials.unlessFails(
    records.read({ arn: arnOf(plan.to.cluster) }, ['pause', 'lease']),
  );
  const names = lagAlarms(plan);
  const lag = lagOf(plan, names.length > 0 ? await denials.unlessFails(alarms.states(names)) : []);
  return {
    guard: item ?? { plan: plan.name, ...NEVER_MOVED },
    unready: unreadyBy(readiness, at),
    // A look at pauses that fails holds nothing: they are in the standby's own region, as is who looks.
    pausedBy: holdersOfFailovers(standing?.pause),
    isAtWork: holderOfPart(standing?.lease, plan.name)?.kind === 'failover',
    ...(lag === undefined ? {} : { lag }),
    ...(item ? { sinceMovedSeconds: (at - Date.parse(item.at)) / 1000 } : {}),
  };
}
