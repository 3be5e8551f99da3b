import { readOperation } from '../operation/read-operation.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { stepMove } from './step-move.ts';

/** Records what came of the move, then that it is over: a move that is not settled is gone on with. What if this runs twice? See the contract. */
export const handler = task(
  failoverTasks.settleMove,
  { account, guards, operations },
  async ({ operation, times, notes, at }, ports) => {
    const { report = {} } = await readOperation('failover', operation, ports.operations);
    await whileHeld(operation, ports.operations, () =>
      ports.operations.recordReport('failover', operation, { ...report, times, notes }, []),
    );
    await stepMove(operation, 'done', at, ports);
    return { outcome: 'Settled' as const };
  },
);
