import type { AppliedDocument } from '../applied-document.ts';
import type { ScenarioStep } from './schema.ts';

/** A Fleet document, not looked at but for where it goes to. */
export interface FleetValue {
  readonly spec: { readonly home: string };
}

/** A step with its files read: what a simulation is given. */
export type Step =
  | {
      readonly apply: readonly AppliedDocument[];
      readonly rollbackOnFailure?: boolean | undefined;
      readonly followForSeconds?: number | undefined;
    }
  /** Sampled faults stop; all that is under way must end, and every lease be free, within so many virtual seconds. */
  | { readonly convergeWithinSeconds: number }
  /** Faults are sampled from now on, and not from the first step. */
  | { readonly sampleFaults: 'on' }
  /** Time goes by until then, ISO 8601. */
  | { readonly waitUntil: string }
  /** What the report counts of calls begins anew. */
  | { readonly countCalls: 'from here' }
  /** Each task of the workflows runs once more, long after its time: nothing may come of it. */
  | { readonly runLate: readonly string[] }
  /** A Fleet document is to be kept by its home region. */
  | { readonly applyFleet: FleetValue; readonly followForSeconds?: number | undefined }
  /** The home region is to forget a Fleet document. */
  | {
      readonly deleteFleet: { readonly name: string; readonly home: string };
      readonly followForSeconds?: number | undefined;
    }
  /** A step in the other stage of the account, or from its view. */
  | { readonly of: string; readonly step: Exclude<Step, { of: string }> }
  /** How many executions of each workflow of the stage events have started so far, by status: `create-cluster FAILED`; no others. */
  | { readonly executions: Readonly<Record<string, number>> }
  /** The stage is taken out of the account, with its data. */
  | { readonly uninstall: 'with data' }
  | Exclude<ScenarioStep, { apply: string }>;
