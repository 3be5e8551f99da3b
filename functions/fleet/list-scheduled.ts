import { listAll } from '../../domain/fleet/checks/list-all.ts';
import { scheduleGroup, schedulePrefix } from '../../domain/fleet/schedules/names.ts';
import type { SchedulesPort } from '../../domain/ports/schedules.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { schedules } from '../runtime/ports/workflows/schedules.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

/** As many as a Map goes through with its results within an execution's payload. */
const PAGE = 100;
/** Pages of the fleet's clusters come first, then those of schedules whose clusters the fleet has no more. */
const SCHEDULES = 'schedules:';
const CLUSTERS = 'clusters:';

/** The clusters that schedules on a page ask for and that the fleet does not have. */
async function forgotten(
  port: SchedulesPort,
  group: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const strays = names.filter((name) => !known.has(`${name.split('.')[0]}.`));
  const found = await Promise.all(strays.map((name) => port.get(group, name)));
  return [...new Set(found.flatMap((one) => (one ? String(one.event.detail.cluster) : [])))];
}

/** A page of the clusters to look at. It changes nothing, so it may run as often as it likes. */
export const handler = task(
  fleetTasks.listScheduled,
  { deployment, registry, schedules },
  async ({ fleet, from }, ports) => {
    const { stage, region } = ports.deployment;
    if (!from.startsWith(SCHEDULES)) {
      const page = await ports.registry.listScheduled(region, from.slice(CLUSTERS.length), PAGE);
      const next = page.next === '' ? SCHEDULES : `${CLUSTERS}${page.next}`;
      return { outcome: 'Listed' as const, clusters: page.clusters.map(({ cluster }) => cluster.name), next };
    }
    const clusters = await listAll(ports.registry, [region]);
    const known = new Set(clusters.map(({ cluster }) => schedulePrefix(cluster.name)));
    const group = scheduleGroup(stage, fleet);
    const { names, next } = await ports.schedules.list(group, '', from.slice(SCHEDULES.length));
    return {
      outcome: 'Listed' as const,
      clusters: [...(await forgotten(ports.schedules, group, names, known))],
      next: next === '' ? '' : `${SCHEDULES}${next}`,
    };
  },
);
