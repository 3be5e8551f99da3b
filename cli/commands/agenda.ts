import { clusterArn } from '../../aws/fleet.ts';
import { type AgendaItem, agendaOf } from '../../domain/fleet/agenda.ts';
import { durationMs } from '../../domain/fleet/durations.ts';
import { type FleetPlan, planFleet } from '../../domain/fleet/fleet-plan.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionOf, regionsOf } from '../fleet.ts';
import { findSchedules, readFleets } from '../fleets/find-schedules.ts';
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

/** `agenda --for 24h`: what will happen, to which cluster, and why; nothing is changed. */
export async function runAgenda(options: AgendaOptions): Promise<void> {
  const lasts = spanMs(options);
  const fleet = await connect(options);
  const [fromMs, stored] = [nowOf(fleet), await readFleets(fleet)];
  const [found, pauses, plans] = await Promise.all([
    findSchedules(fleet, stored),
    Promise.all(
      regionsOf(fleet).map(async ({ region, pauses: port }) => ({ region, pauses: await port.list() })),
    ),
    Promise.all(
      stored.map(async ({ name, home, document }) =>
        planFleet({ name, home }, document, await observeFleet(fleet, home, name)),
      ),
    ),
  ]);
  const { registry } = regionOf(fleet, fleet.regions[0] as string);
  const arnOf = (region: string, cluster: unknown): string => clusterArn(fleet, region, String(cluster));
  const arns = [
    ...new Set(found.map(({ region, schedule }) => arnOf(region, schedule.event.detail.cluster))),
  ];
  const registered = await sideBySide(arns, AT_ONCE, (arn) => registry.read(arn));
  const clusters = new Map(arns.map((arn, index) => [arn, registered[index]]));
  const items = found
    .flatMap(({ schedule, createdMs, region, owner }) => {
      const arn = arnOf(region, schedule.event.detail.cluster);
      const held = pauses
        .filter((one) => one.region === region)
        .flatMap((one) => one.pauses)
        .find(({ scope }) => scope === 'fleet' || scope === arn);
      const one = {
        schedule,
        createdMs,
        region,
        document: owner?.document,
        registered: clusters.get(arn),
        paused: held?.reason,
      };
      return agendaOf(one, fromMs, fromMs + lasts);
    })
    .sort((a, b) => (a.at === b.at ? a.cluster.localeCompare(b.cluster) : a.at < b.at ? -1 : 1));
  const [from, until] = [fromMs, fromMs + lasts].map((ms) => new Date(ms).toISOString());
  const notFollowed = outOfStep(plans);
  printResult(options.output, { from, until, items, notFollowed }, () => agendaTable(items, notFollowed));
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
          items.map(({ region, cluster, does, why, within, skipped, unless, ...at }) => [
            `${timeOf(at)}${within === 0 ? '' : `, within ${within} min`}`,
            region,
            cluster,
            does,
            why,
            skipped === undefined
              ? unless === undefined
                ? '-'
                : `not where ${unless}`
              : `skipped: ${skipped}`,
          ]),
        );
  const notes = notFollowed.map(
    ({ fleet, schedules }) =>
      `${schedules.length} schedules of fleet ${fleet} are not as its document says yet: see eks-fleet get schedules ${fleet}, or apply it again`,
  );
  return [table, ...notes].join('\n');
}
