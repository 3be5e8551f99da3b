import type { Contract } from '../../domain/contract.ts';
import type { EventDefinition } from '../../events/event.ts';
import { type Caught, told, variables } from './expression.ts';
import { pascal } from './names.ts';
import { DEADLINE_SECONDS } from './pause.ts';
import { type Context, entryOf, type Patience, type State, type Steps, scope } from './states.ts';
import { aside, fail, goto } from './step.ts';

/** A workflow as others read it, all of it from one outline: what starts it, which tasks it calls, how it ends. */
export interface Workflow {
  /** The state machine's file, and its name without the stage. */
  readonly name: string;
  /** The events that start it, each by a rule of its own; AWS's own, sets of facts and schedules are in the template. */
  readonly startedBy: readonly EventDefinition[];
  /** Whether who started it waits for an answer: where it ends badly, the reaper then gives one. */
  readonly isAnswered: boolean;
  /** Whether progress tells of each step of it, or only of its failure, since nobody has asked for it. */
  readonly inProgress: 'steps' | 'failures';
  readonly tasks: readonly Contract[];
  /** The named failures that an execution can end with. */
  readonly failures: readonly string[];
  /** A state machine, with the marks of its answers: `npm run generate` checks these, and writes `<name>.asl.json`. */
  readonly definition: ReturnType<typeof scope>;
}

export interface Outline
  extends Pick<Workflow, 'name'>,
    Partial<Pick<Workflow, 'startedBy' | 'inProgress' | 'isAnswered'>> {
  readonly comment: string;
  readonly timeoutSeconds?: number;
  /** Of tasks that say nothing else. */
  readonly patience?: Patience;
  readonly lastResort?: Steps;
}

/** A workflow of these steps, one after the other. */
export function workflow(outline: Outline & { readonly steps: Steps }): Workflow {
  const { name, startedBy = [], inProgress = 'steps', isAnswered = true } = outline;
  const { patience = 'working', lastResort, steps } = outline;
  const context: Context = { patience, lastResort, tasks: new Set(), thrown: new Set() };
  const machine = scope(steps, context);
  const ends = Object.values<State & { Error?: string }>(machine.States).flatMap(
    ({ Error: end }) => end ?? [],
  );
  const { comment: Comment, timeoutSeconds: TimeoutSeconds = DEADLINE_SECONDS } = outline;
  const definition = { Comment, QueryLanguage: 'JSONata', TimeoutSeconds, ...machine };
  const tasks = [...context.tasks];
  return { name, startedBy, inProgress, isAnswered, tasks, failures: [...new Set(ends)], definition };
}

/**
 * A workflow that goes on by itself: nobody has asked for it, so progress tells of its failures alone. What nothing in
 * it catches leads to `beforeFailure`, and to the one failure that is named for it.
 */
export function housekeeping({
  beforeFailure = [],
  steps,
  ...outline
}: Outline & { readonly steps: Steps; readonly beforeFailure?: Steps }): Workflow {
  const failed = `${pascal(outline.name)}Failed`;
  const { caught } = variables<{ caught: Caught }>();
  const end = [...beforeFailure, fail(failed, failed, told(caught))];
  const lastResort = [goto(entryOf(end, failed) as string)];
  return workflow({ inProgress: 'failures', ...outline, lastResort, steps: [...steps, aside(end)] });
}
