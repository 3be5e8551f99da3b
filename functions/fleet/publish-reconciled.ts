import { eventOf } from '../../events/event.ts';
import { schedulesReconciled } from '../../events/schedules/reconciled.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

/** A fact is at most 256 KB, and a cluster with its reason at most about 500 bytes. */
const MOST_NAMED = 100;

/** Tells the fleet the report on a region's schedules. What if this runs twice? The same is told again. */
export const handler = task(fleetTasks.publishReconciled, { deployment, facts }, async (input, ports) => {
  const { fleet, revision, created, changed, deleted } = input;
  const lists = { conflicts: input.conflicts, leftOut: input.leftOut, failed: input.failed };
  const named = Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [name, list.slice(0, MOST_NAMED)]),
  ) as typeof lists;
  const sizeOf = (all: typeof lists): number =>
    Object.values(all).reduce((sum, list) => sum + list.length, 0);
  await ports.facts.publish(
    eventOf(schedulesReconciled, {
      version: '1',
      fleet,
      region: ports.deployment.region,
      revision,
      created,
      changed,
      deleted,
      ...named,
      more: sizeOf(lists) - sizeOf(named),
    }),
  );
  return { outcome: 'Published' as const };
});
