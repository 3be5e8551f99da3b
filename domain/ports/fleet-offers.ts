import type { RegionOffers } from '../waves/pins.ts';
import type { OfferedMinor } from './upgrade-offers.ts';

/** AWS's offers in any region, as far as a fleet's pins are resolved by them. It changes nothing. */
export interface FleetOffersPort {
  minors(region: string): Promise<readonly OfferedMinor[]>;
  /** The offers of add-ons and releases for a minor. */
  offers(region: string, minor: string): Promise<RegionOffers>;
}
