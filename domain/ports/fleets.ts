import type { FleetDocument } from '../policy/schema.ts';

/** A Fleet document as the fleet table keeps it, written by the home region only. Times are ISO 8601. */
export interface StoredFleet {
  readonly name: string;
  /** Rises by one with each change, also by the one that takes the document away. */
  readonly revision: number;
  readonly home: string;
  /** Absent once it was deleted. */
  readonly document?: FleetDocument;
  /** Every region that may have schedules of it: those that it names, or named before. */
  readonly regions: readonly string[];
  /** The operation that wrote this. */
  readonly writtenBy: string;
  readonly writtenAt: string;
  readonly requestedBy: string;
}

/** The Fleet documents. Never used to decide who may act: leases are for that. */
export interface FleetsPort {
  /** As this region's replica has it. */
  read(name: string): Promise<StoredFleet | undefined>;
  /** All of them, deleted ones too. */
  list(): Promise<readonly StoredFleet[]>;
  /** Writes the document if it is still at the revision that was read (none: 0); false where it is not. */
  store(fleet: StoredFleet, after: number): Promise<boolean>;
  /** The regions in which the fleet is deployed, sorted. */
  deployedIn(): Promise<readonly string[]>;
}
