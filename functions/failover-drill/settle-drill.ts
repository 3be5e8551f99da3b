import type { Drill } from '../../domain/failover/drill/drill.ts';
import { judgeDrill } from '../../domain/failover/drill/judge.ts';
import { guardOf } from '../failover/guard-of.ts';
import { readMoved } from '../failover/move-of.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverDrillTasks } from './contracts.ts';

const NOTHING = { groups: {}, replicas: {} };

/** Records what came of a drill, once its standby is as it was. What if this runs twice? See the contract. */
export const handler = task(
  failoverDrillTasks.settleDrill,
  { account, guards, operations },
  async ({ operation, times, short, notes, at }, ports) => {
    const { record, plan: move } = await readMoved(operation, ports.operations);
    const { plan, epoch, raisedAt, drill } = move;
    const { before = NOTHING, raisedTo = NOTHING, leftOut = [] } = drill ?? {};
    const canceled = record.cancellation;
    const result = judgeDrill(
      plan,
      times ?? undefined,
      canceled ? [...short, `${canceled.by} took it back: ${canceled.reason}`] : short,
    );
    const ended: Drill = {
      ...{ operationId: operation.id, epoch, begunAt: raisedAt, endedAt: at, before },
      raisedTo,
      ...{ ...result, short: [...result.short] },
    };
    await whileHeld(operation, ports.operations, async () => {
      const report = { ...record.report, ...(times ? { times } : {}) };
      await ports.operations.recordReport(
        'drill',
        operation,
        { ...report, short: [...result.short], notes: [...leftOut, ...notes] },
        [],
      );
      await guardOf(move, ports).recordDrill(plan.name, ended);
    });
    return { outcome: 'Settled' as const };
  },
);
