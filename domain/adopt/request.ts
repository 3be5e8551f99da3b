import type { Level } from '../registry/level.ts';

/** The request of an adoption, as its record keeps it. */
export interface AdoptionRequest {
  readonly level: Level;
}
