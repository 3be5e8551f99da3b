import { lastResort } from './catch.ts';
import { type Expression, type Reference, reference } from './expression.ts';
import {
  type Changes,
  changesOf,
  emitAll,
  following,
  merge,
  type Step,
  type Steps,
  scope,
  state,
} from './step.ts';

export interface Each extends Changes {
  readonly atOnce: number;
  /** Where an error goes that none of the items' own steps catches. */
  readonly lastResort?: Steps;
}

/** A Map state: the same steps for each item, so many at once. */
export function each<T>(
  name: string,
  items: Expression<readonly T[]>,
  stepsOf: (item: Reference<T>) => Steps,
  options: Each,
): Step {
  const item = reference<T>('$states.context.Map.Item.Value');
  const steps = stepsOf(item);
  return {
    entry: name,
    emit: (next, context) => {
      const inside = { ...context, thrown: new Set<string>() };
      const { StartAt, States } = scope(steps, inside);
      const { lastResort: to } = options;
      if (!to) for (const error of inside.thrown) context.thrown.add(error);
      const map = state(name, () => ({
        Type: 'Map',
        ...changesOf(options),
        Items: items,
        MaxConcurrency: options.atOnce,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt, States },
        Catch: to && lastResort(inside.thrown, to),
        ...following(next),
      }));
      return merge(map.emit(next, context), to ? emitAll(to, undefined, context) : {});
    },
  };
}
