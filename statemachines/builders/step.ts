import type { Contract } from '../../domain/contract.ts';
import { condition, type Expression, MARK, type Reference, reference, render } from './expression.ts';

export type State = Readonly<Record<string, unknown>> & { readonly Type: string };
export type States = Readonly<Record<string, State>>;
/** The state that follows; undefined where nothing does. */
export type Target = string | undefined;

/** How often a task is tried again: see `errors.ts`. */
export type Patience = 'working' | 'settling' | 'finishing' | 'brief';

/** What is collected while the states of one state machine, or of one scope of it, are generated. */
export interface Context {
  /** Of tasks that the outline says nothing else of. */
  readonly patience: Patience;
  readonly tasks: Set<Contract>;
  /** Where a task leads that fails, and of which the outline says nothing else. */
  readonly lastResort?: Steps | undefined;
  /** Errors that may leave the scope, since nothing in it catches them. */
  readonly thrown: Set<string>;
}

/**
 * A piece of a workflow that goes on to whatever follows it. `Answer` is what the workflow, or the branch of it, may
 * end with in the middle of the step.
 */
export interface Step<out Answer = never> {
  readonly entry: string;
  emit(next: Target, context: Context): States;
  readonly answers?: Answer;
}
export type Steps<Answer = never> = readonly Step<Answer>[];
export type AnswerOf<S> = S extends Step<infer Answer> ? Answer : never;

export const following = (next: Target) => (next === undefined ? { End: true } : { Next: next });

/** The answer with which a state ends its scope: for the builders, and not for AWS. */
export const ANSWERS = 'Answers';
/** The outcomes with which the states of a scope may end it; no outcome is known of what says nothing. */
export const outcomesOf = (states: States): ReadonlySet<string> =>
  new Set(
    Object.values(states).flatMap(({ [ANSWERS]: answer }) =>
      [...String(answer).matchAll(MARK)].flatMap(([, , outcome]) => outcome ?? []),
    ),
  );

/** Two steps may lead to one state, with an answer each, but no two states may have one name. */
export function merge(...all: readonly States[]): States {
  const states: Record<string, State> = {};
  for (const [name, { [ANSWERS]: answers, ...own }] of all.flatMap(Object.entries<State>)) {
    const { [ANSWERS]: others, ...other } = states[name] ?? own;
    if (JSON.stringify(other) !== JSON.stringify(own)) throw new Error(`two states are called ${name}`);
    const both = new Set([others, answers].flat().filter((one) => one !== undefined));
    states[name] = { ...own, ...(both.size > 0 ? { [ANSWERS]: [...both] } : {}) } as unknown as State;
  }
  return states;
}

export const entryOf = (steps: Steps<unknown>, next: Target): Target =>
  steps.find(({ entry }) => entry !== ASIDE)?.entry ?? next;

export const emitAll = (steps: Steps<unknown>, next: Target, context: Context): States =>
  merge(...steps.map((step, index) => step.emit(entryOf(steps.slice(index + 1), next), context)));

export const sequence = <A>(steps: Steps<A>): Step<A> => ({
  entry: entryOf(steps, undefined) ?? ASIDE,
  emit: (next, context) => emitAll(steps, next, context),
});

/** The states of a branch, or of what is done with each item. */
export const scope = (steps: Steps<unknown>, context: Context) => ({
  StartAt: entryOf(steps, undefined),
  States: emitAll(steps, undefined, context),
});

/** A step that is one state. */
export const state = <A = never>(entry: string, of: (next: Target, context: Context) => object): Step<A> => ({
  entry,
  emit: (next, context) => ({ [entry]: render(of(next, context)) as State }),
});

/** On to a state that is in another step. */
export const goto = (entry: string): Step => ({ entry, emit: () => ({}) });

const ASIDE = '';
/** Steps that others lead to by name, and none from the step before. */
export const aside = (steps: Steps): Step => ({
  entry: ASIDE,
  emit: (_, context) => emitAll(steps, undefined, context),
});

export interface Changes {
  readonly comment?: string | undefined;
  readonly assign?: object | undefined;
  readonly output?: unknown;
}
export const changesOf = ({ comment: Comment, assign: Assign, output: Output }: Changes) => ({
  Comment,
  Assign,
  Output,
});

/** A comment alone, or with what else there is to say. */
type Saying<T> = string | T;
const changesBy = (said: Saying<Changes>) => changesOf(typeof said === 'string' ? { comment: said } : said);

export const set = (
  name: string,
  assign: object | undefined,
  rest: Saying<Omit<Changes, 'assign'>> = {},
): Step => state(name, (next) => ({ Type: 'Pass', ...changesBy(rest), Assign: assign, ...following(next) }));

export const wait = (name: string, seconds: Expression<number> | number, rest: Saying<Changes> = {}): Step =>
  state(name, (next) => ({ Type: 'Wait', Seconds: seconds, ...changesBy(rest), ...following(next) }));

export const fail = (name: string, error: string, cause: Expression<string> | string): Step =>
  state(name, (_, context) => {
    context.thrown.add(error);
    return { Type: 'Fail', Error: error, Cause: cause };
  });

/** Ends the workflow, or the branch, with an answer. */
export function answer(name: string, what?: undefined, rest?: Changes): Step;
export function answer<T>(name: string, what: Expression<T>, rest?: Changes): Step<T>;
export function answer(name: string, what?: unknown, rest: Changes = {}): Step<unknown> {
  return state(name, () => ({ Type: 'Succeed', ...changesOf(rest), [ANSWERS]: what }));
}

/** Ends the branch with an answer, after a last state that has it for its input. */
export const answering = <T>(what: Expression<T>, last: Step): Step<T> => ({
  entry: last.entry,
  emit: (next, context) => {
    const states = last.emit(next, context);
    const own = { ...states[last.entry], Output: render(what), [ANSWERS]: render(what) } as unknown as State;
    return { ...states, [last.entry]: own };
  },
});

/** One way out of a Choice: on to the steps, and then to what follows the Choice. */
export interface Way<out A = never> extends Changes {
  readonly when?: Expression<boolean>;
  readonly steps: Steps<A>;
}
export const way = <S extends Steps<unknown>>(
  options: Omit<Way, 'steps'>,
  ...steps: S
): Way<AnswerOf<S[number]>> => ({ ...options, steps: steps as Steps<unknown> as Steps<AnswerOf<S[number]>> });

/** What a branch may ask of the task whose outcome it is for. */
export interface Asked {
  readonly state: string;
  readonly contract: Contract;
}
interface Again<A> extends Omit<Changes, 'assign'> {
  /** The Wait of the loop. */
  readonly wait: string;
  readonly counter: string;
  readonly limit: number;
  readonly assign?: (answer: A) => object;
  /** Whether there is time for it. */
  readonly within?: Expression<boolean>;
}
type Waiting = Reference<{ readonly waitSeconds: number }>;
/** The branch of what is to be asked for again later, so many times at most. */
export const again =
  <A extends Waiting>({ wait: name, counter, limit, within, assign, ...rest }: Again<A>) =>
  (answer: A, { state: to }: Asked): Way => {
    const counted = { [counter]: reference(`$${counter} + 1`), ...assign?.(answer) };
    const counts = reference<boolean>(`$${counter} < ${limit}`);
    return way(
      { when: within ? condition`${counts} and ${within}` : counts },
      wait(name, answer.waitSeconds, { ...rest, assign: counted }),
      goto(to),
    );
  };
