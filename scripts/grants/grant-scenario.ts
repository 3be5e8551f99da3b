import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';

export interface GrantScenario {
  readonly name: string;
  /** Documents whose prerequisites are planted beforehand. */
  readonly documents: readonly AppliedDocument[];
  readonly steps: readonly Step[];
  readonly faults?: readonly PlannedFault[];
}
