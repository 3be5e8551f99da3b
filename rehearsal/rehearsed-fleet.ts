/**
 * The fleet that a simulation rehearses: its place, and the seed and stage that tell its names and draws from others.
 */
export interface RehearsedFleet {
  readonly seed: number;
  readonly accountId: string;
  readonly stage: string;
  /** Home first. */
  readonly regions: readonly string[];
}
