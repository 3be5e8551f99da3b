import { behindInWords, lossCommand } from '../../domain/failover/catch-up.ts';
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
 * Writes to Guard what data a planned move waits for, and asks a person where it has not come in time. What if this runs twice? The
 * same is told again, of the same epoch.
 */
export const handler = task(
  failoverTasks.tellLag,
  { account, facts, guards, operations },
  async ({ operation, since, why, isAsked, at }, ports) => {
    const move = await readPlan('failover', operation, ports.operations);
    const { plan, fleet, epoch } = move;
    const guard = guardOf(move, ports);
    await requireClaim(move, operation, guard);
    if (isAsked)
      await ports.facts.publish(
        eventOf(failoverAsked, {
          ...{ version: '1', plan: plan.name, fleet, region: operation.cluster.region },
          ...{ why: behindInWords(why), command: lossCommand(plan.name) },
        }),
      );
    await whileHeld(operation, ports.operations, () =>
      guard.recordBehind(plan.name, { epoch, at, since, why, isAsked }),
    );
    return { outcome: 'Told' as const };
  },
);
