import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { Checker } from '../checker.ts';

/** A state that an execution enters more often than this within the time goes in a circle and waits for nothing. */
const MOST = 25;
const WITHIN_MS = 60_000;
/** States that wait, for a time or for whoever has their token. */
const WAITS = /^(Wait|Await)/;

/**
 * No execution goes in a circle without waiting: what it waits for, a pause's end above all, comes no sooner for it. Each
 * state's entries are counted by Step Functions' own trace.
 */
export class BusyLoopsChecker implements Checker {
  readonly checked = ['no execution goes in a circle without waiting'];
  /** The times of the last entries since it last waited, by execution (or its iteration) and state. */
  readonly #entered = new Map<string, Map<string, number[]>>();
  readonly #violations = new Set<string>();

  findings(): readonly string[] {
    return [...this.#violations];
  }

  read({ kind, transition, execution, state, item, stateMachine, region, at }: TraceEntry): void {
    if (kind !== 'transition' || transition !== 'entered') return;
    // Iterations of a Map state go side by side.
    const id = item === undefined ? String(execution) : `${execution}#${item}`;
    if (WAITS.test(String(state))) {
      this.#entered.delete(id);
      return;
    }
    const states = this.#entered.get(id) ?? new Map<string, number[]>();
    this.#entered.set(id, states);
    const times = states.get(String(state)) ?? [];
    states.set(String(state), times);
    times.push(at);
    if (times.length <= MOST) return;
    const first = times.shift() ?? 0;
    if (at - first <= WITHIN_MS)
      this.#violations.add(
        `${stateMachine} of ${region} entered ${state} more than ${MOST} times within ${WITHIN_MS / 1000} s`,
      );
  }
}
