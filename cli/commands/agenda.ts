import type { Fleet } from '../../aws/fleet.ts';
import { type AgendaItem, agendaOf } from '../../domain/firings/agenda.ts';
import { describeEmptySelect } from '../../domain/fleet/checks/empty-selects.ts';
import { type FleetPlan, planFleet } from '../../domain/fleet/fleet-plan.ts';
import { durationMs } from '../../domain/policy/durations.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import { type WavesAgenda, wavesOnAgenda } from '../../domain/waves/agenda.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionOf, regionsOf } from '../fleet.ts';
import { readClustersOnAgenda } from '../fleets/clusters-on-agenda.ts';
import { findSchedules, readFleets } from '../fleets/find-schedules.ts';
import { type LeftAsleep, sleepOn, withAsleep } from '../fleets/left-asleep.ts';
import { observeFleet } from '../fleets/observe-fleet.ts';
import { timeOf } from '../fleets/render-plan.ts';
import { columns, printResult } from '../output.ts';

export interface AgendaOptions extends FleetOptions {
  readonly for: string;
}

const LONGEST_MS = 366 * 86_400_000;

function spanMs({ for: text }: AgendaOptions): number {
  const ms = /^\d{1,4}[smhd]$/.test(text) ? durationMs(text) : Number.NaN;
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new CommandError(`--for says ${text}`, 'give a duration of at most a year, such as 24h or 7d');
}

/** Notes beside the agenda's items: schedules that are not as a document says, and entries without clusters. */
const silentAbout = (plans: readonly FleetPlan[]) => ({
  notFollowed: plans
    .filter(({ schedules }) => schedules.length > 0)
    .map(({ fleet, schedules }) => ({ fleet, schedules })),
  selectsNothing: plans.flatMap(({ fleet, selectsNothing }) =>
    selectsNothing.map((one) => ({ fleet, ...one })),
  ),
});

/** `agenda --for 24h`: what will happen, to which cluster, and why; nothing is changed. */
export async function runAgenda(options: AgendaOptions): Promise<void> {
  const lasts = spanMs(options);
  const fleet = await connect(options);
  const [fromMs, stored] = [nowOf(fleet), await readFleets(fleet)];
  const found = await findSchedules(fleet, stored);
  const [clusters, sleeping, plans] = await Promise.all([
    Promise.all(regionsOf(fleet).map((ports) => readClustersOnAgenda(fleet, ports, found, stored))),
    sleepOn(fleet, found),
    Promise.all(
      stored.map(async ({ name, home, document }) =>
        planFleet({ name, home }, document, await observeFleet(fleet, home, name)),
      ),
    ),
  ]);
  const items = clusters
    .flat()
    .flatMap((cluster) => agendaOf(cluster, fromMs, fromMs + lasts))
    .sort((a, b) => (a.at === b.at ? a.cluster.localeCompare(b.cluster) : a.at < b.at ? -1 : 1));
  const from = new Date(fromMs).toISOString();
  const until = new Date(fromMs + lasts).toISOString();
  const upgrades = await wavesAgenda(fleet, stored, { from, until });
  const silent = { ...silentAbout(plans), sleepOn: sleeping, ...upgrades };
  printResult(options.output, { from, until, items, ...silent }, () => agendaTable(items, silent));
}

/** The beginnings, bakes and ends of upgrades of fleets that are to come. */
async function wavesAgenda(
  fleet: Fleet,
  stored: readonly StoredFleet[],
  within: { readonly from: string; readonly until: string },
): Promise<WavesAgenda> {
  const all = (await regionOf(fleet, fleet.readFrom).fleetUpgrades.list()).map((upgrade) =>
    wavesOnAgenda(upgrade, stored.find(({ name }) => name === upgrade.fleet)?.document, within),
  );
  return {
    waves: all.flatMap(({ waves }) => waves).sort((one, other) => one.at.localeCompare(other.at)),
    standing: all.flatMap(({ standing }) => standing),
  };
}

/** The reasons why a firing will not do what its column says. */
function butOf({ skipped, refused, nothingToDo, unless, notes = [] }: AgendaItem): string {
  const said = [
    ...(skipped === undefined ? [] : [`skipped: ${skipped}`]),
    ...(refused === undefined ? [] : [`refused: ${refused}`]),
    ...(nothingToDo === undefined ? [] : [`nothing to do: ${nothingToDo}`]),
    ...(unless === undefined ? [] : [`not where ${unless}`]),
    ...notes,
  ];
  return said.join('; ') || '-';
}

function agendaTable(
  items: readonly AgendaItem[],
  silent: ReturnType<typeof silentAbout> & { readonly sleepOn: readonly LeftAsleep[] } & WavesAgenda,
): string {
  const table =
    items.length === 0
      ? silent.waves.length === 0
        ? 'nothing will happen'
        : 'no schedule asks for anything'
      : columns(
          ['WHEN', 'REGION', 'CLUSTER', 'DOES', 'WHY', 'BUT'],
          items.map((item) => [
            `${timeOf(item)}${item.within === 0 ? '' : `, within ${item.within} min`}`,
            item.region,
            item.cluster,
            item.does,
            item.why,
            butOf(item),
          ]),
        );
  const notes = silent.notFollowed.map(
    ({ fleet, schedules }) =>
      `${schedules.length} schedules of fleet ${fleet} are not as its document says yet: see eks-fleet get schedules ${fleet}, or apply it again`,
  );
  const warnings = silent.selectsNothing.map((one) => `fleet ${one.fleet}: ${describeEmptySelect(one)}`);
  const waves =
    silent.waves.length === 0
      ? []
      : [
          '',
          columns(
            ['WHEN', 'FLEET', 'DOES', 'UNLESS'],
            silent.waves.map(({ at, fleet, does, unless }) => [at, fleet, does, unless ?? '-']),
          ),
        ];
  const standing = silent.standing.map(
    ({ fleet, waitsFor }) => `the upgrade of fleet ${fleet} waits for a person: ${waitsFor}`,
  );
  return withAsleep([table, ...waves, ...standing, ...notes, ...warnings].join('\n'), silent.sleepOn);
}
