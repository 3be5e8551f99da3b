import { eventOf } from '../../events/event.ts';
import { failoverHeld } from '../../events/failover/held.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';

/** Wakes people for a plan that should have been ready by now and never was. What if this runs twice? The same is told again. */
export const handler = task(
  failoverReadinessTasks.publishLateness,
  { facts },
  async ({ fact: { plan, fleet, region }, why }, ports) => {
    await ports.facts.publish(eventOf(failoverHeld, { version: '1', plan, fleet, region, why }));
    return { outcome: 'Published' as const };
  },
);
