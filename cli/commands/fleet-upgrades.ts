import { randomUUID } from 'node:crypto';
import type { Fleet } from '../../aws/fleet.ts';
import type { FleetUpgrade } from '../../domain/waves/record.ts';
import type { FleetUpgradeRequest } from '../../domain/waves/request.ts';
import { eventOf } from '../../events/event.ts';
import { fleetUpgradeRequested } from '../../events/fleet-upgrade/requested.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionOf } from '../fleet.ts';
import { readFleets } from '../fleets/find-schedules.ts';
import { printResult } from '../output.ts';
import { publishRequest } from '../requests/follow.ts';
import { followAll, outcomesTable, requestsTable } from '../requests/report.ts';
import { waiverOf } from '../upgrades/request.ts';
import { fleetDryRun, fleetDryRunTable } from '../waves/dry-run.ts';
import { whoami } from '../whoami.ts';

/** The options of `upgrade --fleet`; at most one of the wishes is given. */
export interface FleetUpgradeOptions extends FleetOptions {
  readonly fleet: string;
  readonly to?: string;
  readonly waive?: readonly string[];
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly reason?: string;
  readonly pause?: boolean;
  readonly resume?: boolean;
  readonly skip?: string;
  readonly rollBackWave?: string;
  readonly end?: boolean;
  readonly takeOver?: string;
}

const WISHES = ['pause', 'resume', 'skip', 'rollBackWave', 'end', 'takeOver'] as const;
const optionOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The request that the options ask for. `upgrade`: the one that is meant, where it has begun. */
function requestOf(
  options: FleetUpgradeOptions,
  upgrade: FleetUpgrade | undefined,
  nowMs: number,
): FleetUpgradeRequest {
  const given = WISHES.filter((name) => options[name] !== undefined);
  const [wish, second] = given;
  if (second !== undefined)
    throw new CommandError(`${given.map(optionOf).join(' and ')} are given`, 'ask for one thing at a time');
  if (wish === undefined) {
    const waivers = (options.waive ?? []).map((text) => waiverOf(text, nowMs));
    return { action: 'start', waivers, ...(options.to === undefined ? {} : { to: options.to }) };
  }
  if (options.to !== undefined || options.waive !== undefined)
    throw new CommandError(
      `${optionOf(wish)} takes neither --to nor --waive`,
      'they are resolved when it begins',
    );
  if (!upgrade)
    throw new CommandError(`no upgrade of fleet ${options.fleet} has begun`, 'see `eks-fleet get upgrades`');
  const { reason } = options;
  if (reason === undefined)
    throw new CommandError(`${optionOf(wish)} has no reason`, 'say why, with --reason: it is kept and told');
  const of = { upgrade: upgrade.id, reason };
  switch (wish) {
    case 'skip':
      return { action: 'skip', ...of, member: options.skip ?? '' };
    case 'rollBackWave':
      return { action: 'rollBack', ...of, wave: options.rollBackWave ?? '' };
    default:
      return { action: wish, ...of };
  }
}

/** The newest upgrade of a fleet. */
const newestOf = async (fleet: Fleet, name: string): Promise<FleetUpgrade | undefined> =>
  (await regionOf(fleet, fleet.readFrom).fleetUpgrades.list()).find((one) => one.fleet === name);

async function ask(
  fleet: Fleet,
  name: string,
  region: string,
  request: FleetUpgradeRequest,
  options: FleetOptions & { readonly wait?: boolean; readonly reason?: string },
): Promise<void> {
  const requestId = `${request.action}-${randomUUID()}`;
  const requestedBy = `eks-fleet ${request.action} by ${whoami()}`;
  const read = fleetUpgradeRequested.detail.safeParse({
    version: '1',
    requestId,
    requestedBy,
    fleet: name,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    ...request,
  });
  if (!read.success)
    throw new CommandError(
      read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  const published = await publishRequest(
    fleet,
    { requestId, fleet: name, region, workflow: 'upgrade-fleet' },
    eventOf(fleetUpgradeRequested, read.data),
  );
  process.stderr.write(`${region}/${name}: ${request.action} requested as ${requestId}\n`);
  if (!options.wait) return printResult(options.output, [published], () => requestsTable([published]));
  const outcomes = await followAll(fleet, [published]);
  printResult(options.output, outcomes, () => outcomesTable(outcomes));
}

/** `upgrade --fleet NAME`: begins the upgrade of a fleet in waves, foretells it, or asks something of the one that goes on. */
export async function runUpgradeFleet(options: FleetUpgradeOptions): Promise<void> {
  // The region that takes over has all that is to be known, and home may be lost.
  const fleet = await connect(
    options.takeOver === undefined ? options : { ...options, region: options.takeOver },
  );
  const name = options.fleet;
  const documents = await readFleets(fleet);
  const stored = documents.find((one) => one.name === name);
  if (!stored) throw new CommandError(`there is no fleet ${name}`, 'see `eks-fleet get fleets`');
  const upgrade = await newestOf(fleet, name);
  const request = requestOf(options, upgrade, nowOf(fleet));
  if (request.action === 'start' && options.dryRun) {
    const others = documents.flatMap((one) => (one.name === name ? [] : (one.document ?? [])));
    const found = await fleetDryRun(fleet, stored, request, others);
    printResult(options.output, found, () => fleetDryRunTable(found));
    if (found.outcome !== 'planned' || found.endsAt === undefined) process.exitCode = 1;
    return;
  }
  const home = request.action === 'start' ? stored.home : (upgrade?.home ?? stored.home);
  await ask(fleet, name, options.takeOver ?? home, request, options);
}

/** `approve ID` and `deny ID`: the id is that of the upgrade and the wave. */
export async function runDecide(
  id: string,
  verdict: 'approved' | 'denied',
  options: FleetOptions & { readonly reason?: string; readonly wait?: boolean },
): Promise<void> {
  const { reason } = options;
  if (reason === undefined)
    throw new CommandError('the decision has no reason', 'say why, with --reason: it is kept and told');
  const fleet = await connect(options);
  const slash = id.indexOf('/');
  const [upgradeId, waveName] = [id.slice(0, slash), id.slice(slash + 1)];
  const all = await regionOf(fleet, fleet.readFrom).fleetUpgrades.list();
  const upgrade = all.find((one) => one.id === upgradeId);
  const wave = upgrade?.waves.find((one) => one.name === waveName);
  if (!upgrade || !wave?.approval)
    throw new CommandError(`nothing waits for an approval ${id}`, 'see `eks-fleet get upgrades`');
  const { clusters, approval, approve } = wave;
  process.stderr.write(
    `${upgrade.fleet} to ${upgrade.to}, wave ${wave.name}: ${clusters.length} clusters, to be decided by ${approve} until ${approval.expiresAt}\n`,
  );
  const request: FleetUpgradeRequest = {
    action: 'decide',
    upgrade: upgrade.id,
    wave: wave.name,
    digest: approval.digest,
    verdict,
    reason,
  };
  await ask(fleet, upgrade.fleet, upgrade.home, request, options);
}
