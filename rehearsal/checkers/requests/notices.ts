import type { CallFacts, CallFault, TakenEvent } from '../../../simulator/fault.ts';
import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { Checker, Watched } from '../checker.ts';

const TELLS = /-notifyPublishNotice$/;
const TELLS_OF_FAILURE = /-notifyPublishNotificationFailure$/;
/** All of it is given so long, and ends as a failure of its own after that. */
const MOST_MS = 4 * 3_600_000;

interface Notice {
  readonly topic: string;
  readonly fact: string;
  readonly atMs: number;
}
interface Given {
  readonly topic?: string;
  readonly event?: { readonly id?: string };
}

/**
 * A topic that could not be told of a fact is told of itself: the fact comes with its reason to those who look at refusals.
 * It goes by what SNS has taken, and by the events of buses.
 */
export class NoticesChecker implements Checker {
  readonly #watched: Watched;
  readonly #begun = new Map<string, Notice>();
  readonly #told = new Set<string>();
  /** Facts whose executions somebody has stopped: nobody says anything after that. */
  readonly #stopped = new Set<string>();
  /** The last time at which even that failed on purpose. */
  #hinderedMs = Number.NEGATIVE_INFINITY;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#begun.size === 0 ? [] : ['a topic that is not told of a fact is told of itself'];
  }

  findings(): readonly string[] {
    return [...this.#begun]
      .filter(([key, { fact }]) => !this.#told.has(key) && !this.#stopped.has(fact))
      .filter(([, { atMs }]) => this.#watched.now() - atMs > MOST_MS && this.#hinderedMs < atMs)
      .map(([, { topic, fact }]) => `topic ${topic} was not told of fact ${fact}, and nothing says so`);
  }

  observe({ operation, functionName = '', invokedWith }: CallFacts, moment: 'begun' | 'done'): void {
    if (operation !== 'Publish' || !TELLS.test(functionName)) return;
    const { topic = '', event } = (invokedWith ?? {}) as Given;
    const fact = event?.id ?? '';
    const key = `${topic} ${fact}`;
    if (moment === 'done') this.#told.add(key);
    else if (!this.#begun.has(key)) this.#begun.set(key, { topic, fact, atMs: this.#watched.now() });
  }

  heard({ detailType, detail }: TakenEvent): void {
    if (detailType !== 'NotificationFailed') return;
    const { topic = '', fact } = detail as {
      readonly topic?: string;
      readonly fact?: { readonly id: string };
    };
    this.#told.add(`${topic} ${fact?.id}`);
  }

  /** EventBridge names an execution by the event that starts it, and an id. */
  read({ kind, transition, stateMachine, status, execution }: TraceEntry): void {
    if (kind !== 'transition' || transition !== 'execution' || status !== 'ABORTED') return;
    if (!/-notify-topics$/.test(String(stateMachine))) return;
    this.#stopped.add(/([^:]+)_[^_]+$/.exec(String(execution))?.[1] ?? '');
  }

  faulted({ functionName = '' }: CallFacts, _fault: CallFault): void {
    if (TELLS_OF_FAILURE.test(functionName)) this.#hinderedMs = this.#watched.now();
  }
}
