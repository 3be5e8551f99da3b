import type * as z from 'zod';
import type { Contract } from '../../domain/contract.ts';
import { stateSeconds, TASK_TIMEOUT_SECONDS } from '../../domain/operation/lease.ts';
import { type Catcher, catchOf, caughtAs, retryOf, thrownBy } from './errors.ts';
import type { Given, Reference } from './expression.ts';
import { condition, input, now, payload, reference, variableOf } from './expression.ts';
import { functionArn, nameOf, pascal, verbNoun } from './names.ts';
import { awaitResume, type Clock, DEADLINE } from './pause.ts';
import type { Changes, Context, Patience, Step, Target } from './states.ts';
import { changesOf, following, state } from './states.ts';
import { type Asked, choice, fail, goto, type Way } from './step.ts';

export type AnyContract = Contract<z.ZodType, z.ZodType<{ readonly outcome: string }>>;
export type Output<C extends AnyContract> = z.output<C['output']>;
export type OutcomeOf<C extends AnyContract> = Output<C>['outcome'];
export type Answer<C extends AnyContract, Outcome> = Extract<Output<C>, { readonly outcome: Outcome }>;

/** Members that a builder gives a task by itself, unless the outline gives something else. */
type ByItself = 'operation' | 'at';
type Values<I> = { readonly [K in keyof I]: Given<I[K]> };
type InputOf<I, Known extends string> = I extends unknown
  ? Values<Omit<I, Known>> & Partial<Values<Pick<I, Extract<keyof I, Known & ByItself>>>>
  : never;
/** Each member as the contract takes it, but for those that the builder gives. */
export type GivenOf<C extends AnyContract, K extends string = ByItself> = InputOf<z.input<C['input']>, K>;
/** Only what needs to be given has to be. */
export type WhatIsGiven<G> = Partial<G> extends G ? { readonly given?: G } : { readonly given: G };

/** The answer to an outcome: a step, or ways of which the first one whose condition is true is taken. */
export type Branch<A = unknown> = Step<A> | Way<A> | readonly Way<A>[];
/** One branch for each outcome that is left to handle. */
export type Branches<C extends AnyContract, Outcome extends OutcomeOf<C> = OutcomeOf<C>> = {
  readonly [K in Outcome]: (answer: Reference<Answer<C, K>>, asked: Asked) => Branch;
};
/** Refuses a branch for an outcome that the contract does not have: a generic literal is else not checked for it. */
export type Only<B, Outcome> = { readonly [K in keyof B]: K extends Outcome ? unknown : never };
type AnswersOfBranch<R> =
  R extends Step<infer A> ? A : R extends Way<infer A> ? A : R extends readonly Way<infer A>[] ? A : never;
export type Answers<B> = {
  [K in keyof B]: B[K] extends (answer: never, asked: never) => infer R ? AnswersOfBranch<R> : never;
}[keyof B];

type IsOne<O, All = O> = O extends unknown ? ([All] extends [O] ? true : false) : never;
/** Of several outcomes somebody says that it does not matter which. */
type Whichever<C extends AnyContract> =
  IsOne<OutcomeOf<C>> extends true ? { readonly outcomes?: 'whichever' } : { readonly outcomes: 'whichever' };
/** Options that may be left out where none of them has to be there. */
export type Argument<O> = Partial<O> extends O ? [options?: O] : [options: O];

interface CallOptions extends Changes {
  readonly given?: object;
  readonly patience?: Patience | undefined;
  /** The state's name, where it is not the task's. */
  readonly name?: string | undefined;
  readonly catch?: readonly Catcher[];
  /** The variable of the operation's deadline, where that is another in this scope. */
  readonly deadline?: string;
  /** The state to which it goes when a pause holds it; by default it waits for the end of the pause, and is called again. */
  readonly whilePaused?: string;
}
interface Options<Answered> extends Omit<CallOptions, 'assign' | 'given'> {
  readonly assign?: (answer: Reference<Answered>) => object;
  /** The name of the Choice by outcome, and what it does about an outcome that the contract does not have. */
  readonly choice?: string;
  readonly otherwise?: Way;
}
export type TaskOptions<C extends AnyContract> = Options<Output<C>>;
interface UntypedOptions extends Options<never> {
  readonly given?: object;
  readonly outcomes?: 'whichever' | UntypedBranches;
}
export type UntypedBranches = Readonly<Record<string, (answer: Reference<never>, asked: Asked) => Branch>>;

const isOutcome = (outcome: string, when: Way['when']) =>
  when === undefined
    ? condition`$states.input.outcome = '${outcome}'`
    : condition`$states.input.outcome = '${outcome}' and ${when}`;

/** The ways out of a Choice by outcome; `asked` is the task that has answered, if it is one. */
export const waysOf = (of: string, branches: UntypedBranches, asked?: Asked): readonly Way<unknown>[] =>
  Object.entries(branches).flatMap(([outcome, branch]) => {
    const made = branch(input<never>(of), asked as Asked);
    const ways: readonly Way<unknown>[] =
      'entry' in made ? [{ steps: [made] }] : 'steps' in made ? [made] : made;
    return ways.map((one) => ({ ...one, when: isOutcome(outcome, one.when) }));
  });

/** Members of a task's input, of whatever variant. */
export function takes(type: z.ZodType, member: string): boolean {
  const { shape, options = [] } = type as { shape?: object; options?: readonly z.ZodType[] };
  return shape ? member in shape : options.some((one) => takes(one, member));
}

/** The answer of a task, in a state that has it for its input. */
export const answerOf = <C extends AnyContract>(_: C) => input<Output<C>>();

/** Whether a task may answer so. */
export const mayAnswer = ({ output }: Contract, outcome: string): boolean =>
  ((output as { options?: readonly z.ZodType[] }).options ?? [output]).some(
    (one) => (one as { shape?: { outcome?: z.ZodLiteral } }).shape?.outcome?.value === outcome,
  );

/** The state that calls a task. `then` is the Choice that reads its answer; a caught error goes on without that. */
export const call = <A = never>(contract: Contract, options: CallOptions, then?: Step<A>): Step<A> => {
  const { name = nameOf(contract), given, patience } = options;
  const byItself = {
    ...(takes(contract.input, 'operation') ? { operation: reference('$operation') } : {}),
    ...(takes(contract.input, 'at') ? { at: now } : {}),
  };
  const catchers = [...waitOf(contract, name, options), ...(options.catch ?? [])];
  const stateOf = (next: Target, context: Context) => {
    context.tasks.add(contract);
    const unsaid = context.lastResort && !options.catch ? [caughtAs('any', context.lastResort)] : [];
    return {
      Type: 'Task',
      ...changesOf({ output: payload(), ...options }),
      Resource: 'arn:${Partition}:states:::lambda:invoke', // CloudFormation fills it in.
      Arguments: { FunctionName: functionArn(contract), Payload: { ...byItself, ...given } },
      TimeoutSeconds: stateSeconds(contract.livesForSeconds ?? TASK_TIMEOUT_SECONDS),
      Retry: retryOf(contract, patience ?? context.patience),
      Catch: catchOf(contract, [...catchers, ...unsaid], next, context),
      ...following(then?.entry ?? next),
    };
  };
  return state(name, stateOf, [...catchers.map(({ to }) => to), then ? [then] : []]);
};

/** The wait of a task that a pause holds back, if its contract says that one does. */
function waitOf(contract: Contract, of: string, options: CallOptions): readonly Catcher[] {
  const errors = thrownBy(contract, 'hold');
  if (errors.length === 0) return [];
  const { given, deadline = DEADLINE, whilePaused } = options;
  if (whilePaused !== undefined) return [{ errors, output: { outcome: 'Paused' }, to: [goto(whilePaused)] }];
  const since = variableOf((given as { readonly since?: unknown } | undefined)?.since);
  const clock: Clock = { deadline, ...(since === undefined ? {} : { since: [since] }) };
  // It comes back with what it was given.
  return [{ errors, output: input(), to: [awaitResume({ of, to: of, clock })] }];
}

/** The end of what was answered that no contract allows. */
export const unknownOutcome = (name: string, contract: Contract): Step =>
  fail(name, 'InvalidInput', `${verbNoun(contract)} answered an outcome that the workflow does not know`);

/** Calls a task and goes on, whatever it answers: for tasks with one outcome, or where the reader is told so. */
export function task<C extends AnyContract>(
  contract: C,
  ...options: Argument<TaskOptions<C> & WhatIsGiven<GivenOf<C>> & Whichever<C>>
): Step;
/** Calls a task and goes on by its outcome: each one has its branch, and there is no other. */
export function task<C extends AnyContract, const B extends Branches<C>>(
  contract: C,
  options: TaskOptions<C> & WhatIsGiven<GivenOf<C>> & { readonly outcomes: B & Only<B, OutcomeOf<C>> },
): Step<Answers<B>>;
export function task(contract: Contract, options: UntypedOptions = {}): Step<unknown> {
  return untypedTask(contract, options);
}

/** The same as `task`, for builders whose own types have checked it. */
export function untypedTask(
  contract: Contract,
  { assign, outcomes, otherwise, choice: chosen, ...rest }: UntypedOptions,
): Step<unknown> {
  const options = assign ? { ...rest, assign: assign(payload<never>()) } : rest;
  if (outcomes === undefined || outcomes === 'whichever') return call(contract, options);
  const which = chosen ?? pascal(`${verbNoun(contract).split('-')[0]}-outcome`);
  const unknown = unknownOutcome(`${which.replace(/Outcome$/, '')}Unknown`, contract);
  const ways = waysOf(which, outcomes, { state: rest.name ?? nameOf(contract), contract });
  return call(contract, options, choice(which, ways, otherwise ?? { steps: [unknown] }));
}
