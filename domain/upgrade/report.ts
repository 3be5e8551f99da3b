import type { NodesLeft } from './left-behind.ts';
import type { UpgradeStep } from './steps.ts';

/** One step that has begun; times are ISO 8601. */
export interface StepTaken extends UpgradeStep {
  readonly beganAt: string;
  readonly endedAt?: string;
  /** When the function of its hook said that all is well; of a state machine Step Functions knows it. */
  readonly answeredAt?: string;
}

/** The progress of an upgrade, written at each step, and its result in the end. */
export interface UpgradeReport {
  readonly steps: readonly StepTaken[];
  /** Set once it goes back: why, and since when (ISO 8601). */
  readonly turnedBack?: { readonly at: string; readonly reason: string };
  /** The version of the control plane by the last step that has ended. */
  readonly version: string;
  /** ISO 8601: until when EKS can bring the former version back; absent where it cannot. */
  readonly canGoBackUntil?: string;
  /** Nodes that the last minor has left where they were, as they were seen when it was verified; absent where none is. */
  readonly nodesLeft?: readonly NodesLeft[];
}

/** When a step began, ISO 8601; undefined where it is not on record. */
export const beganAt = (report: UpgradeReport | undefined, { key }: UpgradeStep): string | undefined =>
  report?.steps.find((step) => step.key === key)?.beganAt;

/** The progress, with the answer of the function that a step's hook is. */
export const answered = (report: UpgradeReport, { key }: UpgradeStep, at: string): UpgradeReport => ({
  ...report,
  steps: report.steps.map((step) => (step.key === key ? { ...step, answeredAt: at } : step)),
});
