import { acceptCommand, shortageInWords } from '../../domain/failover/shortage.ts';
import { eventOf } from '../../events/event.ts';
import { failoverAsked } from '../../events/failover/asked.ts';
import { readPlan } from '../operation/read-operation.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { guardOf, requireClaim } from './guard-of.ts';

/**
 * Asks a person whether a move goes on below its floor, and writes to Guard that it was asked. What if this runs twice? The same
 * is told again, of the same epoch.
 */
export const handler = task(
  failoverTasks.tellShortage,
  { account, facts, guards, operations },
  async ({ operation, missing, at }, ports) => {
    const move = await readPlan('failover', operation, ports.operations);
    const { plan, fleet, epoch } = move;
    const guard = guardOf(move, ports);
    await requireClaim(move, operation, guard);
    const asked = eventOf(failoverAsked, {
      ...{ version: '1', plan: plan.name, fleet, region: operation.cluster.region },
      ...{ why: shortageInWords(missing), command: acceptCommand(plan.name) },
    });
    await ports.facts.publish(asked);
    await whileHeld(operation, ports.operations, () =>
      guard.recordShortage(plan.name, { epoch, at, missing }),
    );
    return { outcome: 'Told' as const };
  },
);
