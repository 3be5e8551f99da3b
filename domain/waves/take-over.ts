import type { RequestProblem } from '../operation/request.ts';
import type { SeatSeen } from '../ports/fleet-upgrades.ts';
import { type FleetUpgrade, isOver } from './record.ts';

/** The region that is to be the home, by which operation, and when (ISO 8601). */
export interface NextHome {
  readonly region: string;
  readonly operationId: string;
  readonly at: string;
}

/** So few seats have no majority without one of them: nobody can tell a lost home from a silent one. */
const FEWEST_SEATS = 3;

/**
 * The record of an upgrade under another home, at an epoch above every one that was seen; or why there is none. While home
 * answers it is refused: two would start clusters side by side.
 */
export function takenOver(
  upgrade: FleetUpgrade,
  { region, operationId }: NextHome,
  seen: Readonly<Record<string, SeatSeen>>,
): { readonly upgrade: FleetUpgrade } | { readonly problem: RequestProblem } {
  const refused = (path: string, message: string) => ({ problem: { path: `detail.${path}`, message } });
  const { id, home, seats } = upgrade;
  if (isOver(upgrade))
    return refused('upgrade', `found ${id}, which is ${upgrade.is}: there is nothing to take over`);
  if (region === home) return refused('upgrade', `${region} is the home of ${id} already`);
  if (seats.length < FEWEST_SEATS)
    return refused(
      'upgrade',
      `${id} has its epoch in ${seats.join(', ')} alone: only ${home} can go on with it`,
    );
  if (seen[home] !== undefined)
    return refused(
      'upgrade',
      `${home}, the home of ${id}, answers: ask it, with eks-fleet upgrade --fleet ${upgrade.fleet}`,
    );
  const epochs = Object.values(seen).map(({ epoch }) => epoch);
  const epoch = Math.max(upgrade.epoch, ...epochs) + 1;
  return { upgrade: { ...upgrade, home: region, epoch, revision: 1, adopts: true, changedBy: operationId } };
}
