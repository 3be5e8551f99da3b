import { TaskError } from '../../domain/errors.ts';
import { decideMove, type Move } from '../../domain/failover/claim.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { readPlan } from '../operation/read-operation.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { type GuardPorts, guardOf } from './guard-of.ts';

/**
 * Writes a step of a move to Guard; throws `LeaseLost` where another claim has the plan. A move that was gone on with may stand
 * further than its next step, which is left so.
 */
export async function stepMove(
  operation: OperationRef,
  to: Move | 'done',
  at: string,
  ports: GuardPorts & { readonly operations: OperationStore },
): Promise<void> {
  const move = await readPlan('failover', operation, ports.operations);
  const guard = guardOf(move, ports);
  const held = await guard.read(move.plan.name);
  if (!held) throw new TaskError('LeaseLost', `Guard has no item of the plan ${move.plan.name}`);
  const decision = decideMove(held, { epoch: move.epoch, claimId: operation.id }, to, at);
  if (decision.do === 'refuse') throw new TaskError('LeaseLost', decision.why);
  if (decision.do === 'nothing') return;
  const written = await whileHeld(operation, ports.operations, () => guard.write(decision.item, held));
  if (written === 'changed')
    throw new TaskError('Conflict', `plan ${move.plan.name} was written at the same moment`);
}

/** Writes the next step. What if this runs twice? It finds the step there. */
export const handler = task(
  failoverTasks.stepMove,
  { account, guards, operations },
  async ({ operation, to, at }, ports) => {
    await stepMove(operation, to, at, ports);
    return { outcome: 'Stepped' as const };
  },
);
