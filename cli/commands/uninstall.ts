import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { removeFleet, removeRegion } from '../../aws/deployment/remove.ts';
import type { Fleet } from '../../aws/fleet.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, type FleetRegion, regionOf } from '../fleet.ts';
import { homeRegionOf } from '../fleets/apply-fleets.ts';
import { allClusters, leftAsleep } from '../fleets/left-asleep.ts';
import { removeSchedules } from '../fleets/remove-schedules.ts';
import { printResult } from '../output.ts';
import { ROOT } from '../root.ts';
import { sleep } from '../sleep.ts';

export interface UninstallOptions extends FleetOptions {
  readonly confirm: string;
  readonly deleteData?: boolean;
  /** Only these are taken out of the fleet; the whole fleet is removed if absent. */
  readonly regions?: readonly string[];
}

/** `uninstall`: everything of ours and nothing of yours; refused while an operation is under way. */
export async function runUninstall(options: UninstallOptions): Promise<void> {
  const { confirm, deleteData = false } = options;
  if (options.stage !== confirm)
    throw new CommandError(
      `--confirm says ${confirm}, the stage is ${options.stage}`,
      'repeat the stage exactly',
    );
  const fleet = await connect(options);
  if (options.regions) return removeRegions(fleet, options.regions, options);
  const { regions, stage } = fleet;
  await refuseWhileHeld(fleet, regions);
  await refuseWhileAsleep(fleet);
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`);
  await absentAs(undefined, () => removeSchedules(fleet, onProgress));
  const { kept } = await removeFleet({ regions, stage, deleteData, sleep, onProgress });
  printResult(options.output, { stage, regions, kept }, () =>
    ['uninstalled; your clusters are as they were', ...kept.map((what) => `kept: ${what}`)].join('\n'),
  );
}

async function refuseWhileHeld(fleet: Fleet, regions: readonly string[]): Promise<void> {
  const held = (await Promise.all(regions.map((region) => heldLeases(regionOf(fleet, region))))).flat();
  const [first] = held;
  if (!first) return;
  throw new CommandError(
    `${held.length} operations are under way, for example ${first.operation.kind} of ${first.operation.cluster.name}`,
    'wait for their end, see `eks-fleet get operations`',
  );
}

/** Refuses while clusters sleep: they would sleep on, and only the fleet knows the sizes that they wake to. */
async function refuseWhileAsleep(fleet: Fleet): Promise<void> {
  const asleep = await absentAs([], async () => leftAsleep(fleet, await allClusters(fleet)));
  const [first] = asleep;
  if (!first) return;
  const named = asleep.map(({ region, cluster }) => `${region}/${cluster}`).join(', ');
  throw new CommandError(
    `clusters are hibernating, and nobody else knows what they wake to: ${named}`,
    `wake them first: ${first.wake}`,
  );
}

/** Refuses while clusters or documents still need the region: they would be left without an owner. */
async function refuseWhileUsed(fleet: Fleet, region: string): Promise<void> {
  const { registry, fleets } = regionOf(fleet, region);
  const { clusters } = await registry.list(region, '', 10);
  const named = clusters.map(({ name }) => name).join(', ');
  if (named !== '')
    throw new CommandError(
      `the fleet has clusters in ${region}: ${named}`,
      `delete them, or let it forget them: eks-fleet release NAME --region ${region}`,
    );
  const naming = (await fleets.list()).find(({ document }) => document?.spec.regions.includes(region));
  if (naming)
    throw new CommandError(
      `fleet ${naming.name} names ${region} in spec.regions`,
      'apply its document without the region first',
    );
}

/**
 * `uninstall --regions`: takes regions out of the fleet, one after the other. The home and the other regions stay.
 */
async function removeRegions(
  fleet: Fleet,
  leaving: readonly string[],
  { output }: UninstallOptions,
): Promise<void> {
  const { stage } = fleet;
  const home = await homeRegionOf(fleet);
  for (const region of leaving) {
    if (!fleet.regions.includes(region))
      throw new CommandError(`the fleet is not in ${region}`, `it is in ${fleet.regions.join(', ')}`);
    if (region === home)
      throw new CommandError(
        `${region} is the fleet's home`,
        'it goes with the whole fleet, without --regions',
      );
    await refuseWhileUsed(fleet, region);
  }
  await refuseWhileHeld(fleet, leaving);
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`);
  let regions = [home, ...fleet.regions.filter((region) => region !== home)];
  for (const region of leaving) {
    regions = regions.filter((one) => one !== region);
    const templates = await compileTemplates({ root: ROOT, regions, stage });
    await removeRegion(region, templates, { home, stage, sleep, onProgress });
  }
  printResult(output, { stage, regions, removed: leaving }, () =>
    [...leaving.map((region) => `taken out: ${region}`), `the fleet is in ${regions.join(', ')}`].join('\n'),
  );
}

const heldLeases = ({ leases }: FleetRegion) => absentAs([], () => leases.heldLeases());

/** Something else where a table is gone already: an uninstall that stopped halfway goes on. */
async function absentAs<T>(absent: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return absent;
    throw error;
  }
}
