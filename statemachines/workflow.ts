import type { Contract } from '../domain/contract.ts';
import type { EventDefinition } from '../events/event.ts';

/** A state machine as `npm run generate` writes it to `<name>.asl.json`. */
export interface Definition {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, object>>;
}

/** A workflow as others read it, all of it from one outline: what starts it, which tasks it calls, what it says. */
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
  readonly definition: Definition;
}
