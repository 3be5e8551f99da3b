import type { Contract } from '../domain/contract.ts';
import type { EventDefinition } from '../events/event.ts';

/**
 * The typed contract of a workflow, beside its `.asl.json`: what starts it, which tasks it calls, what it says.
 * A test holds the state machine against it, so that a reader may trust it without reading the states.
 */
export interface Workflow {
  /** The state machine's file, and its name without the stage. */
  readonly name: string;
  /** The request that a rule starts it with; absent where AWS's own events or a schedule do. */
  readonly startedBy?: EventDefinition;
  readonly tasks: readonly Contract[];
  /** The facts that tell how it ended. */
  readonly facts: readonly EventDefinition[];
  /** The named failures that an execution can end with. */
  readonly failures: readonly string[];
}

export function defineWorkflow(workflow: Workflow): Workflow {
  return workflow;
}
