import type { FailoverPlan } from '../policy/failover.ts';
import type { AlarmState } from '../ports/alarms.ts';

/** The data of the standby against the plan's `rpo`. `unknown`: nobody can tell, which is never taken for well. */
export type Lag = 'within' | 'beyond' | 'unknown';

/**
 * The lag of a plan that has an `rpo`, by the state of its alarm in the standby's region; undefined of a plan that asks for none.
 * `states`: undefined where CloudWatch did not answer.
 */
export function lagOf(
  { rpo, lag }: Pick<FailoverPlan, 'rpo' | 'lag'>,
  states: readonly AlarmState[] | undefined,
): Lag | undefined {
  if (rpo === undefined) return undefined;
  switch (states?.find(({ name }) => name === lag?.alarm)?.state) {
    case 'OK':
      return 'within';
    case 'ALARM':
      return 'beyond';
    default:
      return 'unknown';
  }
}

/** The names of the alarms to ask for: none of a plan that has no `rpo`. */
export const lagAlarms = ({ rpo, lag }: Pick<FailoverPlan, 'rpo' | 'lag'>): readonly string[] =>
  rpo === undefined || !lag ? [] : [lag.alarm];
