import type { Level } from '../registry/level.ts';

/** What an adoption is asked for, as its record keeps it. */
export interface AdoptionRequest {
  readonly level: Level;
}
