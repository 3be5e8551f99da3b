import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { FactPublisher } from '../../domain/ports/facts.ts';
import type { FleetUpgradesPort, SeatsPort } from '../../domain/ports/fleet-upgrades.ts';
import { childRequest, fitnessOf, mayPut } from '../../domain/waves/child-request.ts';
import { ownershipOf } from '../../domain/waves/ownership.ts';
import { type ClusterKey, type FleetUpgrade, keyOf } from '../../domain/waves/record.ts';
import { clusterUpgradeRequested } from '../../events/cluster/upgrade-requested.ts';
import { eventOf } from '../../events/event.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { regionalEks } from '../runtime/ports/cluster/regional-eks.ts';
import { regionalBuses } from '../runtime/ports/events/regional-buses.ts';
import { fleetUpgrades, seats } from '../runtime/ports/state/fleet-upgrades.ts';
import { task } from '../runtime/task.ts';
import { wavesTasks } from './contracts.ts';

type Input = z.output<typeof wavesTasks.requestUpgrades.input>;
type Requested = z.output<typeof wavesTasks.requestUpgrades.output>;
interface Ports {
  readonly account: Pick<OwnAccount, 'region'>;
  readonly fleetUpgrades: Pick<FleetUpgradesPort, 'read'>;
  readonly regionalBuses: (region: string) => FactPublisher;
  readonly regionalEks: (region: string) => Pick<EksPort, 'describeCluster'>;
  readonly seats: Pick<SeatsPort, 'read'>;
}

/**
 * Makes sure that this home owns the upgrade still, by a majority of its seats: one that comes back after days does not. It
 * is the last look before requests are put.
 */
async function owns(upgrade: FleetUpgrade, ports: Ports): Promise<boolean> {
  if (upgrade.home !== ports.account.region) return false;
  const ownership = ownershipOf(upgrade, await ports.seats.read(upgrade.id, upgrade.seats));
  if (ownership === 'unknown')
    throw new TaskError(
      'ServiceUnavailable',
      `too few of ${upgrade.seats.join(', ')} tell who owns ${upgrade.id}`,
    );
  return ownership === 'own';
}

/** Puts the requests of a region's clusters. What if this runs twice? A second request of the same id starts nothing. */
export async function requestUpgrades(
  { upgrade: id, region, clusters }: Input,
  ports: Ports,
): Promise<Requested> {
  const upgrade = await ports.fleetUpgrades.read(id);
  if (!upgrade) throw new TaskError('NotFound', `there is no fleet upgrade ${id}`);
  const eks = ports.regionalEks(region);
  const looked = clusters.map(async (name) => {
    const key: ClusterKey = keyOf({ region, name });
    const member = upgrade.members[key];
    // Another look has settled it meanwhile, or a person stops all starts.
    if (!mayPut(upgrade, member)) return [];
    const fitness = fitnessOf(upgrade, member, await eks.describeCluster(name));
    return [{ key, name, member, ...fitness }];
  });
  const found = (await Promise.all(looked)).flat();
  const fit = found.filter(({ outcome }) => outcome === 'Asked');
  if (fit.length > 0 && !(await owns(upgrade, ports))) return { outcome: 'Requested', answers: [] };
  const bus = ports.regionalBuses(region);
  for (const { key, name, member } of fit)
    await bus.publish(
      eventOf(clusterUpgradeRequested, { version: '1', ...childRequest(upgrade, key, member, name) }),
    );
  return {
    outcome: 'Requested',
    answers: found.map(({ key, outcome, reason }) => ({ key, outcome, reason })),
  };
}

export const handler = task(
  wavesTasks.requestUpgrades,
  { account, fleetUpgrades, regionalBuses, regionalEks, seats },
  requestUpgrades,
);
