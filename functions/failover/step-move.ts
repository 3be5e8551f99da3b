import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import { takenBack } from '../../domain/failover/cancel.ts';
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

type Stepped = z.output<typeof failoverTasks.stepMove.output>;
const stepped: Stepped = { outcome: 'Stepped' };

/**
 * Writes a step of a move to Guard; throws `LeaseLost` where another claim has the plan. A move that was gone on with may stand
 * further than its next step, which is left so; one that a person has taken back is over.
 */
export async function stepMove(
  operation: OperationRef,
  to: Move | 'done',
  at: string,
  ports: GuardPorts & { readonly operations: OperationStore },
): Promise<Stepped> {
  const move = await readPlan('failover', operation, ports.operations);
  const guard = guardOf(move, ports);
  const held = await guard.read(move.plan.name);
  if (!held) throw new TaskError('LeaseLost', `Guard has no item of the plan ${move.plan.name}`);
  const reason = takenBack(held, operation.id);
  if (reason !== undefined) return { outcome: 'Skipped', reason };
  const decision = decideMove(held, { epoch: move.epoch, claimId: operation.id }, to, at);
  if (decision.do === 'refuse') throw new TaskError('LeaseLost', decision.why);
  if (decision.do === 'nothing') return stepped;
  const written = await whileHeld(operation, ports.operations, () => guard.write(decision.item, held));
  if (written === 'changed')
    throw new TaskError('Conflict', `plan ${move.plan.name} was written at the same moment`);
  return stepped;
}

/** Writes the next step. What if this runs twice? It finds the step there. */
export const handler = task(
  failoverTasks.stepMove,
  { account, guards, operations },
  ({ operation, to, at }, ports) => stepMove(operation, to, at, ports),
);
