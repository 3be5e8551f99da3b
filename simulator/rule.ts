/** One rule of AWS that a simulated service enforces: its source, and the test that holds us to it. */
export interface Rule {
  readonly rule: string;
  /** An AWS document, an SDK typing, a recording, or the public thread in which people saw it. */
  readonly source: string;
  /** The name of a test under `tests/simulator/<service>`. */
  readonly test: string;
}
