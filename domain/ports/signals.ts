import type { Signal } from '../failover/signals.ts';

/** Words on regions, in the fleet's global table: each region writes those that it was told, and reads all. */
export interface SignalsPort {
  /** All that are kept, in any order, as this region's replica has them. */
  list(): Promise<readonly Signal[]>;
  /** Keeps a word that this region was told; `older`: a later one of the same id is there, and stays. */
  record(signal: Signal): Promise<'recorded' | 'older'>;
}
