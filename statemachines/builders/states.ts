import type { Contract } from '../../domain/contract.ts';
import { render } from './expression.ts';

export type State = Readonly<Record<string, unknown>> & { readonly Type: string };
export type States = Readonly<Record<string, State>>;
/** The state that follows; undefined where nothing does. */
export type Target = string | undefined;

/** Numbers of tries of a task, see `errors.ts`. */
export type Patience = 'working' | 'settling' | 'finishing' | 'brief' | 'fleeting';

/** Facts that are collected while the states of a state machine, or of one scope of it, are generated. */
export interface Context {
  /** Of tasks that the outline says nothing else of. */
  readonly patience: Patience;
  readonly tasks: Set<Contract>;
  /** The way of a task that fails, and of which the outline says nothing else. */
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

/** The entry of steps that others lead to by name, and none from the step before. */
export const ASIDE = '';
export const following = (next: Target) => (next === undefined ? { End: true } : { Next: next });

/** The answer with which a state ends its scope: for `npm run generate` to check, and not for AWS. */
export const ANSWERS = 'Answers';

/** Two steps may lead to one state, but no two states may have one name. */
export function merge(...all: readonly States[]): States {
  const states: Record<string, State> = {};
  for (const [name, own] of all.flatMap(Object.entries<State>)) {
    const other = states[name] ?? own;
    if (JSON.stringify(other) !== JSON.stringify(own)) throw new Error(`two states are called ${name}`);
    states[name] = own;
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

/** A step that is one state, with the steps to which this leads by itself. */
export const state = <A = never>(
  entry: string,
  of: (next: Target, context: Context) => object,
  leadsTo: readonly Steps<unknown>[] = [],
): Step<A> => ({
  entry,
  emit: (next, context) =>
    merge(
      { [entry]: render(of(next, context)) as State },
      ...leadsTo.map((steps) => emitAll(steps, next, context)),
    ),
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
