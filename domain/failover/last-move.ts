import type { OperationRecord } from '../operation/record.ts';
import type { FailoverPlan } from '../policy/failover.ts';
import { expectedRto } from './expected-rto.ts';
import { type MovePhase, phasesOf } from './phases.ts';

/** A failover of a plan as it went. */
export interface LastMove {
  /** ISO 8601: when the question was raised. */
  readonly at: string;
  readonly phases: readonly MovePhase[];
}

/** The failover of a plan in a record; undefined of one that was planned, which waits for both sides, of a way back, or without times. */
export function moveIn(record: OperationRecord | undefined, plan: string): LastMove | undefined {
  if (record?.kind !== 'failover' || !record.plan || !record.report?.times) return undefined;
  const { plan: move, report } = record;
  const isOfPlan = move.plan.name === plan && move.to === 'standby' && !move.planned;
  return isOfPlan && report.times ? { at: move.raisedAt, phases: phasesOf(move, report.times) } : undefined;
}

/** The newest failover of a plan among records. */
export const newestMove = (records: readonly OperationRecord[], plan: string): LastMove | undefined =>
  records
    .flatMap((record) => moveIn(record, plan) ?? [])
    .reduce<LastMove | undefined>((last, one) => (last && last.at > one.at ? last : one), undefined);

/** A plan whose next failover takes longer than it says, where it goes as the newest one went. */
export function rtoWarnings(plan: FailoverPlan, last: LastMove | undefined): readonly string[] {
  if (!last) return [];
  const { seconds, isBeyond } = expectedRto(plan, last.phases);
  return isBeyond
    ? [`its last failover, at ${last.at}, took ${seconds} s as rto is counted, and rto is ${plan.rto}`]
    : [];
}
