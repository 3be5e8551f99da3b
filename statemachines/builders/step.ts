import type { Contract } from '../../domain/contract.ts';
import { lastResort } from './errors.ts';
import { condition, type Expression, type Reference, reference, render } from './expression.ts';
import type { AnswerOf, Changes, State, Step, Steps } from './states.ts';
import { ANSWERS, ASIDE, changesOf, emitAll, entryOf, following, scope, state } from './states.ts';

/** On to a state that is in another step. */
export const goto = (entry: string): Step => ({ entry, emit: () => ({}) });

/** Steps that others lead to by name, and none from the step before. */
export const aside = (steps: Steps): Step => ({
  entry: ASIDE,
  emit: (_, context) => emitAll(steps, undefined, context),
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

/** The first way out whose condition is true, or else another. */
export const choice = <A = never>(
  name: string,
  ways: readonly Way<A>[],
  otherwise: Way,
  comment?: string,
): Step<A> =>
  state(
    name,
    (next) => ({
      Type: 'Choice',
      ...changesOf({ ...otherwise, comment }),
      Choices: ways.map((one) => ({
        Condition: one.when,
        ...changesOf(one),
        Next: entryOf(one.steps, next),
      })),
      Default: entryOf(otherwise.steps, next),
    }),
    [...ways, otherwise].map(({ steps }) => steps),
  );

/** Steps that are taken where a condition holds; what follows comes after them, or at once. */
export const when = <S extends Steps<unknown>>(
  name: string,
  { when: holds, comment, ...taken }: Changes & { readonly when: Expression<boolean> },
  ...steps: S
): Step<AnswerOf<S[number]>> =>
  choice(name, [way({ ...taken, when: holds }, ...steps)], { steps: [] }, comment);

/** Branches side by side; what they answer is dropped. */
export const parallel = (name: string, branches: readonly Steps[], rest: Changes): Step =>
  state(name, (next, context) => ({
    Type: 'Parallel',
    ...changesOf(rest),
    Branches: branches.map((steps) => scope(steps, context)),
    ...following(next),
  }));

/** A Map state: the same steps for each item, so many at once. */
export const each = <T>(
  name: string,
  items: Expression<readonly T[]>,
  stepsOf: (item: Reference<T>) => Steps,
  { atOnce, ...changes }: Changes & { readonly atOnce: number },
): Step => {
  const steps = stepsOf(reference<T>('$states.context.Map.Item.Value'));
  return state(name, (next, context) => {
    const { lastResort: to } = context;
    const inside = to ? { ...context, thrown: new Set<string>(), lastResort: undefined } : context;
    return {
      Type: 'Map',
      ...changesOf(changes),
      Items: items,
      MaxConcurrency: atOnce,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...scope(steps, inside) },
      Catch: to && lastResort(inside.thrown, to),
      ...following(next),
    };
  });
};

/** The task whose outcome a branch is for. */
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
/** The branch of an answer that is to be asked for again later, so many times at most. */
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
