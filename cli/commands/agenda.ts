import { clusterArn, type Fleet } from '../../aws/fleet.ts';
import type { Pause } from '../../aws/pauses.ts';
import {
  type AgendaItem,
  agendaOf,
  type ClusterOnAgenda,
  type ScheduleOnAgenda,
} from '../../domain/fleet/agenda.ts';
import { durationMs } from '../../domain/fleet/durations.ts';
import { type FleetPlan, planFleet } from '../../domain/fleet/fleet-plan.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, type FleetRegion, nowOf, regionsOf } from '../fleet.ts';
import { findSchedules, type OwnedSchedule, readFleets } from '../fleets/find-schedules.ts';
import { observeFleet } from '../fleets/observe-fleet.ts';
import { timeOf } from '../fleets/render-plan.ts';
import { columns, printResult } from '../output.ts';
import { sideBySide } from '../side-by-side.ts';

export interface AgendaOptions extends FleetOptions {
  readonly for: string;
}

const LONGEST_MS = 366 * 86_400_000;
const AT_ONCE = 20;

function spanMs({ for: text }: AgendaOptions): number {
  const ms = /^\d{1,4}[smhd]$/.test(text) ? durationMs(text) : Number.NaN;
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new CommandError(`--for says ${text}`, 'give a duration of at most a year, such as 24h or 7d');
}

/** Schedules that are not as a document says, which the agenda would otherwise be silent about. */
const outOfStep = (plans: readonly FleetPlan[]) =>
  plans.filter(({ schedules }) => schedules.length > 0).map(({ fleet, schedules }) => ({ fleet, schedules }));

/** Everything that one cluster's firings are decided on. */
async function readCluster(
  fleet: Fleet,
  ports: FleetRegion,
  name: string,
  schedules: readonly ScheduleOnAgenda[],
  pauses: readonly Pause[],
): Promise<ClusterOnAgenda> {
  const { region, records, sizes } = ports;
  const arn = clusterArn(fleet, region, name);
  const { registered, ...others } = await records.read({ arn }, ['registered', 'memory', 'left', 'access']);
  const ending = schedules.flatMap(({ schedule: { event } }) =>
    event.detail.action === 'return' ? [String(event.detail.operationId)] : [],
  );
  const plans = await Promise.all(
    ending.map(async (operationId) => ({ operationId, plan: await sizes.readPlan(arn, operationId) })),
  );
  return {
    name,
    region,
    recorded: registered && { registered, ...others },
    paused: pauses.find(({ scope }) => scope === 'fleet' || scope === arn)?.reason,
    schedules,
    ended: plans.flatMap(({ operationId, plan }) => (plan ? [{ operationId, plan }] : [])),
  };
}

/** The clusters of a region that have schedules. */
async function readRegion(
  fleet: Fleet,
  ports: FleetRegion,
  found: readonly OwnedSchedule[],
): Promise<readonly ClusterOnAgenda[]> {
  const schedules = new Map<string, ScheduleOnAgenda[]>();
  for (const { schedule, createdMs, owner } of found.filter(({ region }) => region === ports.region)) {
    const name = String(schedule.event.detail.cluster);
    schedules.set(name, [...(schedules.get(name) ?? []), { schedule, createdMs, document: owner?.document }]);
  }
  const pauses = await ports.pauses.list();
  return sideBySide([...schedules], AT_ONCE, ([name, ofIt]) => readCluster(fleet, ports, name, ofIt, pauses));
}

/** `agenda --for 24h`: what will happen, to which cluster, and why; nothing is changed. */
export async function runAgenda(options: AgendaOptions): Promise<void> {
  const lasts = spanMs(options);
  const fleet = await connect(options);
  const [fromMs, stored] = [nowOf(fleet), await readFleets(fleet)];
  const found = await findSchedules(fleet, stored);
  const [clusters, plans] = await Promise.all([
    Promise.all(regionsOf(fleet).map((ports) => readRegion(fleet, ports, found))),
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
  const [from, until] = [fromMs, fromMs + lasts].map((ms) => new Date(ms).toISOString());
  const notFollowed = outOfStep(plans);
  printResult(options.output, { from, until, items, notFollowed }, () => agendaTable(items, notFollowed));
}

/** What a firing does otherwise than its words say. */
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

export function agendaTable(
  items: readonly AgendaItem[],
  notFollowed: ReturnType<typeof outOfStep> = [],
): string {
  const table =
    items.length === 0
      ? 'nothing will happen'
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
  const notes = notFollowed.map(
    ({ fleet, schedules }) =>
      `${schedules.length} schedules of fleet ${fleet} are not as its document says yet: see eks-fleet get schedules ${fleet}, or apply it again`,
  );
  return [table, ...notes].join('\n');
}
