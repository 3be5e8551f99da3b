/** The last look at whether a plan's standby could take over. */
export interface Readiness {
  /** ISO 8601. */
  readonly at: string;
  /** Things that stand in the way, each in one sentence; none: the plan is ready. */
  readonly unready: readonly string[];
}
