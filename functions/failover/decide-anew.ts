import { TaskError } from '../../domain/errors.ts';
import type { Claimed } from '../../domain/failover/claim.ts';
import { type Decision, decideFailover } from '../../domain/failover/decide.ts';
import { type Evidence, evidenceOf } from '../../domain/failover/evidence.ts';
import { lagAlarms, lagOf } from '../../domain/failover/lag.ts';
import { unreadyBy } from '../../domain/failover/readiness.ts';
import { type Raised, seenAfresh } from '../../domain/failover/request.ts';
import type { ObserverSeen } from '../../domain/failover/votes.ts';
import { watchedPlan } from '../../domain/failover/watched-plan.ts';
import { holdersOfFailovers } from '../../domain/operation/pause.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import type { OwnAccount } from '../runtime/ports/account/account.ts';

/** The right to look is not to be missed unseen. */
export function unlessDenied(error: unknown): undefined {
  if (error instanceof TaskError && error.name === 'AccessDenied') throw error;
}

interface DecidePorts {
  readonly account: OwnAccount;
  readonly alarms: AlarmsPort;
  readonly records: RecordsPort;
  readonly guard: GuardPort;
}

interface Observers {
  readonly standby: ObserverSeen;
  readonly witness: ObserverSeen;
}

/** Both observers of a plan by fresh reads; of a person's request nobody knows for how long they have not risen. */
export async function observersOf(
  { to, witness }: FailoverPlan,
  raised: Raised | undefined,
  at: string,
  guard: GuardPort,
): Promise<Observers> {
  const seen = async (region: string): Promise<ObserverSeen> => {
    const slots = await guard.slots(region);
    return raised ? seenAfresh(slots, region, raised, at) : { slots };
  };
  const [ofStandby, ofWitness] = await Promise.all([seen(to.region), seen(witness)]);
  return { standby: ofStandby, witness: ofWitness };
}

/** The decision of an observer's question, by fresh reads. */
export async function decideAnew(
  plan: FailoverPlan,
  item: Claimed | undefined,
  at: string,
  { standby, witness }: Observers,
  { guard, alarms, records, account }: DecidePorts,
): Promise<Decision> {
  const names = lagAlarms(plan);
  const [readiness, states, { pause }] = await Promise.all([
    guard.readiness(plan.name),
    // An alarm that nobody can read is one that says nothing.
    names.length === 0 ? [] : alarms.states(names).catch(unlessDenied),
    records.read({ arn: clusterArn(account, plan.to.region, plan.to.cluster) }, ['pause']),
  ]);
  const lag = lagOf(plan, states);
  return decideFailover({
    plan: watchedPlan(plan),
    standby,
    witness,
    guard: item,
    pausedBy: holdersOfFailovers(pause),
    unready: unreadyBy(readiness, Date.parse(at)),
    ...(lag === undefined ? {} : { lag }),
    ...(item ? { sinceMovedSeconds: (Date.parse(at) - Date.parse(item.at)) / 1000 } : {}),
  });
}

export const evidenceIn = (plan: FailoverPlan, { standby, witness }: Observers): Evidence =>
  evidenceOf({ [plan.to.region]: standby, [plan.witness]: witness }, watchedPlan(plan));
