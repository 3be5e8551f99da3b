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
): Step<A> => ({
  entry: name,
  emit: (next, context) =>
    merge(
      state(name, () => ({
        Type: 'Choice',
        Comment: comment,
        Choices: ways.map(({ when, steps, ...taken }) => ({
          Condition: when,
          ...changesOf(taken),
          Next: entryOf(steps, next),
        })),
        ...changesOf(changes),
        Default: entryOf(rest, next),
      })).emit(next, context),
      ...ways.map(({ steps }) => emitAll(steps, next, context)),
      emitAll(rest, next, context),
    ),
});

/** Branches side by side; what they answer is dropped. */
export const parallel = (name: string, branches: readonly Steps[], rest: Changes): Step =>
  state(name, (next, context) => ({
    Type: 'Parallel',
    ...changesOf(rest),
    Branches: branches.map((steps) => scope(steps, context)),
    ...following(next),
  }));
