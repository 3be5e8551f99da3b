import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { HandlerLoader } from '../../simulator/lambda/handler.ts';

/** The reach of a simulation: each name once, in their order. */
export interface Reached {
  /** `<workflow>/<state>` */
  readonly states: readonly string[];
  /** `<task> <outcome>`, as tasks answered. */
  readonly outcomes: readonly string[];
  /**
   * The ranges of text that ran, for each file of `domain/` that did: from, to, from, to. Absent where they were not
   * counted.
   */
  readonly ranges?: Readonly<Record<string, readonly number[]>>;
}

const MACHINE = /^eks-fleet-[a-z][a-z0-9]*-(.+)$/;
const HANDLER = /^functions\/(.+)\.[^.]+$/;

/** The name of a task's answer; `answers` for contracts with but one outcome. */
const outcomeOf = (answer: unknown): string =>
  String((answer as { readonly outcome?: unknown } | null)?.outcome ?? 'answers');

/** Notes the reach of a simulation, from the trace and from handlers' answers; it changes nothing of either. */
export class Reach {
  readonly #states = new Set<string>();
  readonly #outcomes = new Set<string>();

  /** Called with every entry of the trace. */
  read({ kind, transition, stateMachine, state }: TraceEntry): void {
    if (kind !== 'transition' || transition !== 'entered') return;
    const workflow = MACHINE.exec(String(stateMachine))?.[1];
    if (workflow !== undefined) this.#states.add(`${workflow}/${String(state)}`);
  }

  /** Loads handlers and listens to their answers, which come at the same moment as without. */
  listening(load: HandlerLoader): HandlerLoader {
    return async (path) => {
      const handler = await load(path);
      const task = HANDLER.exec(path)?.[1];
      return (event, context) => {
        const answer = handler(event, context);
        Promise.resolve(answer).then(
          (value) => this.#outcomes.add(`${task} ${outcomeOf(value)}`),
          () => undefined,
        );
        return answer;
      };
    };
  }

  get reached(): Reached {
    return { states: [...this.#states].sort(), outcomes: [...this.#outcomes].sort() };
  }
}
