/** The sizes of a plan's primary, as they were recorded while it was well: what the standby has to have. */
export interface RecordedSizes {
  /** ISO 8601. */
  readonly at: string;
  /** Desired nodes by node group. */
  readonly nodeGroups: Readonly<Record<string, number>>;
  /** Replicas by `namespace/deployment`. */
  readonly replicas: Readonly<Record<string, number>>;
}

/** Sizes that are older than this at the first failing vote are not the primary's any more: the plan is not ready. */
export const SIZES_MAX_AGE_SECONDS = 3600;
