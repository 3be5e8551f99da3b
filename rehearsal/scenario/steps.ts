import type { AppliedDocument } from '../simulation-spec.ts';
import type { ScenarioStep } from './schema.ts';

/** A step with its files read: what a simulation is given. */
export type Step =
  | {
      readonly apply: readonly AppliedDocument[];
      readonly rollbackOnFailure?: boolean | undefined;
      readonly followForSeconds?: number | undefined;
    }
  /** Sampled faults stop; all that is under way must end, and every lease be free, within so many virtual seconds. */
  | { readonly convergeWithinSeconds: number }
  /** Each task of the workflows runs once more, long after its time: nothing may come of it. */
  | { readonly runLate: readonly string[] }
  | Exclude<ScenarioStep, { apply: string }>;
