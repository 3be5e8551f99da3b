import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';

/**
 * A scenario in which workflows are entered and end. Sweeps make every task of them fail in each way, and deploy the
 * next release in every state; `npm run grants` takes permissions away. The smaller a scenario, the cheaper both.
 */
export interface WorkflowScenario {
  readonly name: string;
  /** The workflows that it is about, by name: tasks of others are only on its way. */
  readonly workflows: readonly string[];
  /** True where a plan's three regions are needed; the fleet has one otherwise. */
  readonly hasPlan?: boolean;
  /** Documents whose prerequisites are planted beforehand. */
  readonly documents: readonly AppliedDocument[];
  /** Steps that come first; tasks of `workflows` may fail in them as well. */
  readonly before?: readonly Step[];
  /** Starts the workflows and follows them to their end. Made once more where an execution was stopped. */
  readonly request: readonly Step[];
  /** Expectations for the end, whatever happened on the way. */
  readonly after: readonly Step[];
  /** The same where an execution was stopped, if that is not to end like it. */
  readonly afterStop?: readonly Step[];
  /** Gives the cluster's lease to another operation, after which each task is run once more, late. */
  readonly newer?: readonly Step[];
  /** Faults without which the scenario's states are never entered. */
  readonly faults?: readonly PlannedFault[];
}
