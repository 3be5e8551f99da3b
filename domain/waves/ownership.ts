import type { SeatSeen } from '../ports/fleet-upgrades.ts';
import type { FleetUpgrade } from './record.ts';

/** So many regions keep the epoch at most: a majority of them is asked before each start. */
const MOST_SEATS = 5;

/**
 * The regions that keep the epoch of an upgrade: an odd number, home among them. Two would be worse than one, since both
 * would have to answer.
 */
export function seatsOf(home: string, deployed: readonly string[]): readonly string[] {
  const others = deployed.filter((region) => region !== home).toSorted();
  const count = Math.min(MOST_SEATS, others.length + 1);
  return [home, ...others].slice(0, count % 2 === 0 ? count - 1 : count);
}

export const majorityOf = (seats: readonly string[]): number => Math.floor(seats.length / 2) + 1;

type Owned = Pick<FleetUpgrade, 'epoch' | 'home' | 'seats'>;

/**
 * Whether a home still owns an upgrade, by the seats that answer. `lost`: a seat has a higher epoch, so that another
 * home has it or is about to; `unknown`: too few answer.
 */
export function ownershipOf({ epoch, home, seats }: Owned, seen: Readonly<Record<string, SeatSeen>>) {
  const told = seats.flatMap((region) => seen[region] ?? []);
  if (told.some((seat) => seat.epoch > epoch || (seat.epoch === epoch && seat.owner !== home))) return 'lost';
  const own = told.filter((seat) => seat.epoch === epoch && seat.owner === home).length;
  return own >= majorityOf(seats) ? 'own' : 'unknown';
}
