import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { requesterOf } from '../../domain/operation/requester.ts';
import type { FleetUpgradesPort, SeatsPort } from '../../domain/ports/fleet-upgrades.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { majorityOf } from '../../domain/waves/ownership.ts';
import { type FleetUpgrade, isOver } from '../../domain/waves/record.ts';
import type { FleetUpgradeRequest } from '../../domain/waves/request.ts';
import { type ResolvePorts, resolveFleetUpgrade } from '../../domain/waves/resolve.ts';
import { takenOver } from '../../domain/waves/take-over.ts';
import { carryOut } from '../../domain/waves/wishes.ts';
import { readOperation } from '../operation/read-operation.ts';
import { change } from '../runtime/change.ts';
import { fleetOffers } from '../runtime/ports/account/fleet-offers.ts';
import { fleetUpgrades, seats } from '../runtime/ports/state/fleet-upgrades.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { wavesTasks } from './contracts.ts';

type Input = z.output<typeof wavesTasks.changeUpgrade.input>;
type Changed = z.output<typeof wavesTasks.changeUpgrade.output>;
type Asked<Action> = Extract<FleetUpgradeRequest, { readonly action: Action }>;
interface Ports extends ResolvePorts {
  readonly fleets: FleetsPort;
  readonly fleetUpgrades: FleetUpgradesPort;
  readonly operations: OperationStore;
  readonly seats: SeatsPort;
}

const refused = (...problems: readonly RequestProblem[]): Changed => ({
  outcome: 'Refused',
  problems: [...problems] as Extract<Changed, { outcome: 'Refused' }>['problems'],
});

/** Takes the seats of a majority; fewer leave the upgrade to nobody, and another try may have them. */
async function seat(upgrade: FleetUpgrade, ports: Ports): Promise<void> {
  const { id, epoch, home: owner, seats: regions } = upgrade;
  const taken = await ports.seats.take(id, { epoch, owner }, regions);
  if (taken.length < majorityOf(regions))
    throw new TaskError(
      'ServiceUnavailable',
      `${taken.length} of ${regions.join(', ')} took epoch ${epoch} of ${id}, and a majority has to`,
    );
}

async function write(input: Input, upgrade: FleetUpgrade, ports: Ports): Promise<Changed> {
  const isWritten = await change(input.operation, ports.operations, () => ports.fleetUpgrades.store(upgrade));
  // An earlier try whose answer was lost, or a look at the same moment: the next try finds which.
  if (!isWritten) throw new TaskError('Conflict', `${upgrade.id} was written at the same moment`);
  return { outcome: 'Changed', upgrade: upgrade.id };
}

async function start(
  input: Input,
  request: Asked<'start'>,
  by: { readonly requestedBy: string; readonly requester?: string },
  ports: Ports,
): Promise<Changed> {
  const { operation, at } = input;
  const { name: fleet, region: home } = operation.cluster;
  const all = await ports.fleetUpgrades.list();
  if (all.some(({ id }) => id === operation.id)) return { outcome: 'Changed', upgrade: operation.id };
  const other = all.find((one) => one.fleet === fleet && !isOver(one));
  if (other) {
    const message = `${fleet} is being upgraded to ${other.to} since ${other.startedAt} (${other.id}): end that first`;
    return refused({ path: 'detail.fleet', message });
  }
  const [documents, deployed] = await Promise.all([ports.fleets.list(), ports.fleets.deployedIn()]);
  const stored = documents.find(({ name }) => name === fleet);
  const others = documents.flatMap(({ name, document }) => (name === fleet ? [] : (document ?? [])));
  if (!stored?.document)
    return refused({
      path: 'detail.fleet',
      message: `there is no Fleet document ${fleet}: eks-fleet get fleets`,
    });
  const asked = { id: operation.id, home, at, ...by, deployed, others, request };
  const resolved = await resolveFleetUpgrade(stored.document, asked, ports);
  if (resolved.problems) return refused(...resolved.problems);
  const { upgrade } = resolved;
  await change(operation, ports.operations, () => seat(upgrade, ports));
  return write(input, upgrade, ports);
}

async function takeOver(input: Input, upgrade: FleetUpgrade, ports: Ports): Promise<Changed> {
  const { operation, at } = input;
  const seen = await ports.seats.read(upgrade.id, [...new Set([...upgrade.seats, upgrade.home])]);
  const decided = takenOver(
    upgrade,
    { region: operation.cluster.region, at, operationId: operation.id },
    seen,
  );
  if ('problem' in decided) return refused(decided.problem);
  await change(operation, ports.operations, () => seat(decided.upgrade, ports));
  return write(input, decided.upgrade, ports);
}

/**
 * Writes a new fleet upgrade, or what somebody wishes of one. What if this runs twice? The record says which operation has
 * changed it last; a try that was written is answered as before.
 */
export async function changeUpgrade(input: Input, ports: Ports): Promise<Changed> {
  const { operation, at } = input;
  const record = await readOperation('upgrade-fleet', operation, ports.operations);
  const { request, identity } = record;
  const { by } = requesterOf(record);
  if (request.action === 'start') {
    const proven = identity === undefined ? {} : { requester: identity.arn };
    return start(input, request, { requestedBy: by, ...proven }, ports);
  }
  const { name: fleet } = operation.cluster;
  const { upgrade: id } = request;
  const all = await ports.fleetUpgrades.list();
  const upgrade = all.find((one) => one.fleet === fleet && (id === undefined || one.id === id));
  if (!upgrade) {
    const message = `found ${id ?? 'nothing'}, allowed an upgrade of fleet ${fleet}: eks-fleet get upgrades`;
    return refused({ path: 'detail.upgrade', message });
  }
  if (upgrade.changedBy === operation.id) return { outcome: 'Changed', upgrade: upgrade.id };
  if (request.action === 'takeOver') return takeOver(input, upgrade, ports);
  if (upgrade.home !== operation.cluster.region) {
    const message = `this is the bus of ${operation.cluster.region}, and the home of ${upgrade.id} is ${upgrade.home}; put it on the bus there`;
    return refused({ path: 'region', message });
  }
  const wished = carryOut(upgrade, request, { by, at, proven: identity?.arn });
  if ('problem' in wished) return refused(wished.problem);
  const { id: changedBy } = operation;
  return write(input, { ...wished.upgrade, revision: upgrade.revision + 1, changedBy }, ports);
}

export const handler = task(
  wavesTasks.changeUpgrade,
  { fleetOffers, fleets, fleetUpgrades, operations, registry, seats },
  changeUpgrade,
);
