import { randomUUID } from 'node:crypto';
import { planFleet } from '../../domain/fleet/fleet-plan.ts';
import { unwoken } from '../../domain/fleet/unwoken.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import { eventOf } from '../../events/event.ts';
import { fleetDeletionRequested } from '../../events/fleet/deletion-requested.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions } from '../fleet.ts';
import { readFleets } from '../fleets/find-schedules.ts';
import { leftAsleep, withAsleep } from '../fleets/left-asleep.ts';
import { observeFleet } from '../fleets/observe-fleet.ts';
import { renderFleetPlan } from '../fleets/render-plan.ts';
import { untilFollowed } from '../fleets/until-reconciled.ts';
import { columns, printResult } from '../output.ts';
import { publishRequest } from '../requests/follow.ts';
import { followAll, outcomesTable, requestsTable } from '../requests/report.ts';
import { whoami } from '../whoami.ts';
import { type RequestOptions, reasonIn } from './cluster-requests.ts';

/** `get fleets [NAME]`: the Fleet documents that are kept. */
export async function runGetFleets(names: readonly string[], options: FleetOptions): Promise<void> {
  const stored = await readFleets(await connect(options));
  const found = stored.filter(({ name }) => names.length === 0 || names.includes(name));
  const absent = names.filter((name) => !found.some((one) => one.name === name));
  if (absent.length > 0) throw new CommandError(`there is no fleet ${absent.join(', ')}`);
  printResult(options.output, found, () => fleetTable(found));
}

export function fleetTable(fleets: readonly StoredFleet[]): string {
  if (fleets.length === 0) return 'no fleets';
  return columns(
    ['FLEET', 'HOME', 'REGIONS', 'SLEEP', 'SCALE', 'NOTIFY', 'REVISION', 'APPLIED', 'BY'],
    fleets.map(({ name, home, document, revision, writtenAt, requestedBy }) => {
      const { regions = [], sleep = [], scale = [], notify = [] } = document?.spec ?? {};
      const named = (entries: readonly { readonly name: string }[]): string =>
        entries.map((entry) => entry.name).join(',') || '-';
      const topics = [...new Set(notify.map(({ sns }) => sns))].join(',') || '-';
      return [
        name,
        home,
        regions.join(','),
        named(sleep),
        named(scale),
        topics,
        revision,
        writtenAt,
        requestedBy,
      ];
    }),
  );
}

export interface DeleteFleetOptions extends FleetOptions, Pick<RequestOptions, 'reason'> {
  readonly confirm: string;
  readonly wait?: boolean;
}

/**
 * `delete fleet NAME`: forgets the document and deletes its schedules in every region; clusters stay as they are.
 * Clusters that sleep are named, since nothing wakes them any more.
 */
export async function runDeleteFleet(name: string, options: DeleteFleetOptions): Promise<void> {
  const { confirm } = options;
  if (confirm !== name)
    throw new CommandError(`--confirm says ${confirm}, the fleet is ${name}`, 'repeat the name exactly');
  const fleet = await connect(options);
  const stored = (await readFleets(fleet)).find((one) => one.name === name);
  if (!stored) throw new CommandError(`there is no fleet ${name}`, 'see `eks-fleet get fleets`');
  const { home } = stored;
  const seen = await observeFleet(fleet, home, name);
  const asleep = await leftAsleep(fleet, unwoken(undefined, seen));
  process.stderr.write(`${renderFleetPlan(planFleet({ name, home }, undefined, seen), asleep)}\n\n`);
  const requestId = `delete-${randomUUID()}`;
  const requestedBy = `eks-fleet delete by ${whoami()}`;
  const published = await publishRequest(
    fleet,
    { requestId, fleet: name, region: home, workflow: 'apply-fleet' },
    eventOf(fleetDeletionRequested, { version: '1', requestId, requestedBy, ...reasonIn(options), name }),
  );
  process.stderr.write(`${home}/${name}: delete requested as ${requestId}\n`);
  if (!options.wait)
    return printResult(options.output, { requests: [published], asleep }, () =>
      withAsleep(requestsTable([published]), asleep),
    );
  const followed = await followAll(fleet, [published]);
  const awaited = { name, home, document: undefined };
  const outcomes = await Promise.all(followed.map((outcome) => untilFollowed(fleet, outcome, awaited)));
  printResult(options.output, { requests: outcomes, asleep }, () =>
    withAsleep(outcomesTable(outcomes), asleep),
  );
}
