import { lastResort } from './errors.ts';
import { type Expression, type Reference, reference } from './expression.ts';
import {
  type Changes,
  changesOf,
  emitAll,
  entryOf,
  following,
  merge,
  type Step,
  type Steps,
  scope,
  state,
  type Way,
} from './step.ts';

/** What is done where no way out of a Choice is taken. */
export type Otherwise = Changes & { readonly steps: Steps };

export const choice = <A = never>(
  name: string,
  ways: readonly Way<A>[],
  { steps: rest, ...changes }: Otherwise,
  comment?: string,
): Step<A> => {
  const Choices = (next: string | undefined) =>
    ways.map(({ when, steps, ...taken }) => ({
      Condition: when,
      ...changesOf(taken),
      Next: entryOf(steps, next),
    }));
  const own = state(name, (next) => ({
    Type: 'Choice',
    ...changesOf({ ...changes, comment }),
    Choices: Choices(next),
    Default: entryOf(rest, next),
  }));
  return {
    entry: name,
    emit: (next, context) =>
      merge(
        own.emit(next, context),
        ...[...ways.map(({ steps }) => steps), rest].map((steps) => emitAll(steps, next, context)),
      ),
  };
};

/** Steps that are taken where a condition holds; what follows comes after them, or at once. */
export const when = (
  name: string,
  { when: holds, comment, ...taken }: Changes & { readonly when: Expression<boolean> },
  ...steps: Steps
): Step => choice(name, [{ ...taken, when: holds, steps }], { steps: [] }, comment);

/** Branches side by side; what they answer is dropped. */
export const parallel = (name: string, branches: readonly Steps[], rest: Changes): Step =>
  state(name, (next, context) => ({
    Type: 'Parallel',
    ...changesOf(rest),
    Branches: branches.map((steps) => scope(steps, context)),
    ...following(next),
  }));

export interface Each extends Changes {
  readonly atOnce: number;
}
/** A Map state: the same steps for each item, so many at once. */
export const each = <T>(
  name: string,
  items: Expression<readonly T[]>,
  stepsOf: (item: Reference<T>) => Steps,
  { atOnce, ...changes }: Each,
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
