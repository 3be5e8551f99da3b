import type { CallFacts } from '../../simulator/fault.ts';
import { mayChangeCluster } from './call-of-cluster.ts';
import type { Checker, Watched } from './checker.ts';
import type { Followed } from './ledger.ts';
import { Looks, lookAt } from './own-look.ts';
import { isWayBack, LOOK_OF_EKS, upgradeOf } from './step-of-upgrade.ts';

/** A change may follow its look at alarms by so much, with the look's own age. */
const LATE_MS = 60_000;

interface Alarms {
  readonly MetricAlarms?: readonly {
    readonly AlarmName?: string;
    readonly StateValue?: string;
    readonly StateTransitionedTimestamp?: Date;
  }[];
}

/**
 * An upgrade starts nothing while an alarm that its request names has not been OK for a minute: one without data is not
 * quiet. What is under way goes on, and the way back may go on: it is what the alarm asks for. It goes by CloudWatch's own
 * state at each change.
 */
export class ContainmentChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['no upgrade goes on under an alarm'];
  }

  findings(): readonly string[] {
    return this.#looks.violations;
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'begun' || !mayChangeCluster(call) || call.operation === LOOK_OF_EKS) return;
    const { operation, step } = upgradeOf(call, this.#watched.ledger) ?? {};
    if (!operation || isWayBack(step)) return;
    // A person who asks for the way back has seen the alarm.
    if (operation.asked?.detail.action === 'rollBack') return;
    const { functionName, operation: called, service } = call;
    const atMs = this.#watched.now();
    this.#looks.begin(() => this.#look(operation, `${functionName} called ${service}:${called}`, atMs));
  }

  async #look({ region, name, asked }: Followed, who: string, atMs: number): Promise<readonly string[]> {
    const { alarms = [] } = (asked?.detail.health ?? {}) as { readonly alarms?: readonly string[] };
    if (alarms.length === 0) return [];
    this.#held++;
    const { MetricAlarms = [] } =
      (await lookAt<Alarms>(this.#watched.world(), region, ['monitoring', 'DescribeAlarms'], {
        AlarmNames: [...alarms],
      })) ?? {};
    return MetricAlarms.flatMap(({ AlarmName, StateValue, StateTransitionedTimestamp }) => {
      const sinceMs = StateTransitionedTimestamp?.getTime() ?? atMs;
      if (StateValue === 'OK' || atMs - sinceMs <= LATE_MS) return [];
      const seconds = Math.round((atMs - sinceMs) / 1000);
      return [
        `${who} for the upgrade of ${region}/${name}, ${seconds} s after alarm ${AlarmName} was in ${StateValue}`,
      ];
    });
  }
}
