import { TaskError } from '../../domain/errors.ts';
import type { Claimed } from '../../domain/failover/claim.ts';
import type { MovePlan } from '../../domain/failover/move.ts';
import { guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { GuardOf, GuardPort } from '../../domain/ports/guard.ts';

export interface GuardPorts {
  readonly account: { readonly stage: string };
  readonly guards: GuardOf;
}

/** Guard of a plan's three regions. */
export const guardOf = ({ plan }: Pick<MovePlan, 'plan'>, ports: GuardPorts): GuardPort =>
  ports.guards(guardTableOf(ports.account, regionsOf(plan)));

/**
 * Throws `LeaseLost` where another claim has the plan. A drill claims nothing: a move to its cluster takes the lease from it first,
 * which is looked at with each change.
 */
export async function requireMove(
  move: MovePlan,
  operation: Pick<OperationRef, 'id'>,
  ports: GuardPorts,
): Promise<void> {
  if (!move.drill) await requireClaim(move, operation, guardOf(move, ports));
}

/**
 * The plan's item, where this operation still has the plan; throws `LeaseLost` where another claim has it, so that who lost
 * finds out before it changes anything.
 */
export async function requireClaim(
  move: MovePlan,
  { id }: Pick<OperationRef, 'id'>,
  guard: GuardPort,
): Promise<Claimed> {
  const held = await guard.read(move.plan.name);
  if (held?.claimId === id && held.epoch === move.epoch) return held;
  throw new TaskError(
    'LeaseLost',
    `plan ${move.plan.name} is at epoch ${held?.epoch ?? 0} by claim ${held?.claimId ?? 'none'}, no longer at ${move.epoch} by ${id}`,
  );
}
