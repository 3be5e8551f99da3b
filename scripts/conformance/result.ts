/** The result of one conformance set. Cases whose operations the simulator does not serve count in neither. */
export interface SetResult {
  readonly name: string;
  readonly passed: number;
  readonly total: number;
  readonly notServed?: number;
  /** Each case not reached, with the reason, for `--verbose`. */
  readonly misses: readonly { readonly id: string; readonly reason: string }[];
}

/** Runs one set of the folder given; sets are listed in `scripts/conformance.ts`. */
export type ConformanceSet = (dir: string) => Promise<readonly SetResult[]>;
