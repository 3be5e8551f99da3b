/** The fleet that a simulation rehearses: where it is, and what tells its names and draws from others'. */
export interface RehearsedFleet {
  readonly seed: number;
  readonly accountId: string;
  readonly stage: string;
  /** Home first. */
  readonly regions: readonly string[];
}
