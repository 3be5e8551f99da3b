import type { CallFacts } from '../../simulator/fault.ts';
import { mayChangeCluster } from './call-of-cluster.ts';
import type { Checker, Watched } from './checker.ts';
import type { Followed } from './ledger.ts';
import { Looks, lookAt } from './own-look.ts';

/** A change may follow its look at alarms by so much, with the look's own age. */
const LATE_MS = 60_000;

/** Asks EKS to look at a cluster, which changes nothing of it. */
const LOOK = 'StartInsightsRefresh';

interface Alarms {
  readonly MetricAlarms?: readonly {
    readonly AlarmName?: string;
    readonly StateValue?: string;
    readonly StateTransitionedTimestamp?: Date;
  }[];
}

const isWayBack = (step: { readonly key?: string } | undefined): boolean =>
  step?.key?.startsWith('back/') ?? false;

/**
 * An upgrade starts nothing while an alarm that its request names has been in ALARM for a minute. What is under way goes
 * on, and the way back may go on: it is what the alarm asks for. It goes by CloudWatch's own state at each change.
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
    if (moment !== 'begun' || !mayChangeCluster(call) || call.operation === LOOK) return;
    const given = call.invokedWith as
      | { readonly operation?: { readonly id?: string }; readonly step?: { readonly key?: string } }
      | undefined;
    const operation = this.#watched.ledger.operation(given?.operation?.id);
    if (operation?.kind !== 'upgrade' || isWayBack(given?.step)) return;
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
      if (StateValue !== 'ALARM' || atMs - sinceMs <= LATE_MS) return [];
      const seconds = Math.round((atMs - sinceMs) / 1000);
      return [`${who} for the upgrade of ${region}/${name}, ${seconds} s after alarm ${AlarmName} began`];
    });
  }
}
