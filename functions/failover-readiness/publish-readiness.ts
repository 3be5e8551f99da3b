import { eventOf } from '../../events/event.ts';
import { failoverReadinessChanged } from '../../events/failover/readiness-changed.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';

/** Tells the fleet what broke or was mended of a plan. What if this runs twice? The same is told again. */
export const handler = task(failoverReadinessTasks.publishReadiness, { facts }, async ({ fact }, ports) => {
  await ports.facts.publish(eventOf(failoverReadinessChanged, { version: '1', ...fact }));
  return { outcome: 'Published' as const };
});
