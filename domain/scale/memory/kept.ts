import type { Saving } from '../outcome/savings.ts';
import type { ScalingPlan } from '../plan.ts';
import type { LastSizes, Memory } from './memory.ts';

/**
 * A change of the kept items about a cluster's sizes, written with a plan or a report. `captured` is the operation
 * that captured the memory in question.
 */
export type KeptChange =
  /** A capture, where nothing is remembered. */
  | { readonly do: 'capture'; readonly memory: Memory }
  | { readonly do: 'replace'; readonly memory: Memory; readonly captured: string }
  /** One that is gone already is no error. */
  | { readonly do: 'forget'; readonly captured: string }
  /** The first date stays. */
  | { readonly do: 'date'; readonly captured: string; readonly asleepSince: string }
  | { readonly do: 'leave'; readonly left: LastSizes }
  | { readonly do: 'save'; readonly saving: Saving };

/**
 * The changes of a memory that are written with a plan, before the first change. A memory that is to go is needed
 * until the end.
 */
export function keptWithPlan({ memory: change }: ScalingPlan): readonly KeptChange[] {
  if (change?.do === 'capture') return [{ do: 'capture', memory: change.memory }];
  if (change?.do !== 'replace') return [];
  const { memory, former = memory.operationId } = change;
  return [{ do: 'replace', memory, captured: former }];
}
