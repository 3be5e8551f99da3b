import { failureOf } from '../../domain/operation/failure.ts';
import { eventOf } from '../../events/event.ts';
import { schedulesReconciliationFailed } from '../../events/schedules/reconciliation-failed.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

/** Tells the fleet that a region's schedules are not as they should be, and why. */
export const handler = task(
  fleetTasks.publishReconciliationFailure,
  { deployment, facts },
  async ({ caught }, ports) => {
    const { region } = ports.deployment;
    await ports.facts.publish(
      eventOf(schedulesReconciliationFailed, { version: '1', region, ...failureOf(caught) }),
    );
    return { outcome: 'Published' as const };
  },
);
