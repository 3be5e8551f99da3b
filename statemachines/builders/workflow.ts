import type { Definition, Workflow } from '../workflow.ts';
import { DEADLINE_SECONDS } from './pause.ts';
import { checked } from './provenance.ts';
import type { Patience } from './retry.ts';
import { type Context, type State, type Steps, scope } from './step.ts';

export interface Outline extends Pick<Workflow, 'name' | 'startedBy' | 'facts'> {
  readonly comment: string;
  readonly timeoutSeconds?: number;
  /** Of tasks that say nothing else. */
  readonly patience?: Patience;
}

/** A workflow of these steps, one after the other. */
export function workflow({
  comment,
  timeoutSeconds = DEADLINE_SECONDS,
  patience = 'working',
  steps,
  ...rest
}: Outline & { readonly steps: Steps }): Workflow {
  const context: Context = { patience, tasks: new Set(), thrown: new Set() };
  const machine = checked(scope(steps, context));
  const states = Object.values<State & { Error?: string }>(machine.States);
  const failures = states.flatMap(({ Error: name }) => name ?? []);
  const about = { Comment: comment, QueryLanguage: 'JSONata', TimeoutSeconds: timeoutSeconds } as const;
  const definition: Definition = { ...about, ...machine };
  return { ...rest, tasks: [...context.tasks], failures: [...new Set(failures)], definition };
}
