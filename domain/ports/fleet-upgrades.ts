import type { FleetUpgrade } from '../waves/record.ts';

/** The upgrades of fleets, each written by its home (ADR 39). */
export interface FleetUpgradesPort {
  /** The record of the highest epoch that this region's replica has. */
  read(id: string): Promise<FleetUpgrade | undefined>;
  /** All of them, each by the record of its highest epoch, newest first. */
  list(): Promise<readonly FleetUpgrade[]>;
  /** Writes a record at its revision, if it is still at the one before (none: 0); false where it is not. */
  store(upgrade: FleetUpgrade): Promise<boolean>;
}

/** The epoch of a fleet upgrade in one region, and the home that wrote it; 0 and nobody where there is none. */
export interface SeatSeen {
  readonly epoch: number;
  readonly owner: string;
}

/** The epochs of fleet upgrades in the lease tables of several regions. */
export interface SeatsPort {
  /** The seat of each of these regions that answers. */
  read(id: string, regions: readonly string[]): Promise<Readonly<Record<string, SeatSeen>>>;
  /** Writes a seat where there is none as high, and answers the regions that have it then. */
  take(id: string, seat: SeatSeen, regions: readonly string[]): Promise<readonly string[]>;
}
