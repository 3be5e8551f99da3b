import type { CallFacts } from '../../../simulator/fault.ts';
import type { LaidAnswer } from '../../../simulator/sites/sites.ts';
import { mayChangeCluster } from '../call-of-cluster.ts';
import type { Checker, Watched } from '../checker.ts';
import type { Followed } from '../ledger.ts';
import { Looks, lookAt } from '../own-look.ts';
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

interface Signs {
  readonly alarms?: readonly string[];
  readonly probes?: readonly { readonly url: string; readonly status?: number }[];
}

/** An answer that is as good as its probe asks for: any from 200 to 399 where it names none. */
const isWell = ({ answer }: Pick<LaidAnswer, 'answer'>, status: number | undefined): boolean =>
  typeof answer === 'number' && (status === undefined ? answer >= 200 && answer < 400 : answer === status);

/** Since when a site has not been well, by all of its answers: from the first on where it has had none. Undefined: it is well. */
function unwellSinceMs(answers: readonly LaidAnswer[], status: number | undefined): number | undefined {
  const lastWell = answers.findLastIndex((one) => isWell(one, status));
  return lastWell === answers.length - 1 && lastWell >= 0 ? undefined : (answers[lastWell + 1]?.sinceMs ?? 0);
}

/**
 * An upgrade starts nothing while an alarm that its request names has not been OK for a minute, or a site that it names has not
 * answered well for so long: an alarm without data is not quiet. What is under way goes on, and the way back may go on: it is
 * what they ask for. It goes by CloudWatch's own state at each change, and by the sites themselves.
 */
export class ContainmentChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  #held = 0;
  #probed = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return [
      ...(this.#held === 0 ? [] : ['no upgrade goes on under an alarm']),
      ...(this.#probed === 0 ? [] : ['no upgrade goes on while a site does not answer']),
    ];
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
    const { alarms = [], probes = [] } = (asked?.detail.health ?? {}) as Signs;
    const where = `for the upgrade of ${region}/${name}`;
    if (probes.length > 0) this.#probed++;
    const { sites } = this.#watched.world();
    const silent = probes.flatMap(({ url, status }) => {
      const sinceMs = unwellSinceMs(sites.answersOf(url), status) ?? atMs;
      if (atMs - sinceMs <= LATE_MS) return [];
      return [`${who} ${where}, ${Math.round((atMs - sinceMs) / 1000)} s after ${url} was well`];
    });
    if (alarms.length === 0) return silent;
    this.#held++;
    const { MetricAlarms = [] } =
      (await lookAt<Alarms>(this.#watched.world(), region, ['monitoring', 'DescribeAlarms'], {
        AlarmNames: [...alarms],
      })) ?? {};
    const loud = MetricAlarms.flatMap(({ AlarmName, StateValue, StateTransitionedTimestamp }) => {
      const sinceMs = StateTransitionedTimestamp?.getTime() ?? atMs;
      if (StateValue === 'OK' || atMs - sinceMs <= LATE_MS) return [];
      const seconds = Math.round((atMs - sinceMs) / 1000);
      return [`${who} ${where}, ${seconds} s after alarm ${AlarmName} was in ${StateValue}`];
    });
    return [...silent, ...loud];
  }
}
