import { hooksIn, hooksInDrill } from '../../domain/failover/hooks.ts';
import type { MovePlan } from '../../domain/failover/move.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { HookTask, PlacedHook } from '../../domain/policy/rules/failover/each-plan.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { readPlan, readPlanned } from '../operation/read-operation.ts';

/** Operations that carry out a plan's steps: a drill does it without a claim. */
type Moving = 'failover' | 'drill';

export const kindOf = ({ kind }: Pick<OperationRef, 'kind'>): Moving =>
  kind === 'drill' ? kind : 'failover';

/** The reason for which a drill ends in the middle, where a person has canceled it; of a move, Guard says so. */
export const TAKEN_BACK = 'the drill is canceled';

/** The work of a move or a drill, as it was settled before its first change. */
export const readMove = (
  operation: OperationRef,
  operations: Pick<OperationStore, 'readPlan'>,
): Promise<MovePlan> => readPlan<Moving>(kindOf(operation), operation, operations);

/** The record of a move or a drill, and what it is to do. */
export const readMoved = (
  operation: OperationRef,
  operations: Pick<OperationStore, 'readOperation'>,
): Promise<{ readonly record: OperationRecord<Moving>; readonly plan: MovePlan }> =>
  readPlanned<Moving>(kindOf(operation), operation, operations);

/** The user's hooks of a part that a move runs, or a drill. */
export const hooksOfMove = ({ plan, drill }: MovePlan, part: HookTask): readonly PlacedHook[] =>
  drill ? hooksInDrill(plan, part) : hooksIn(plan, part);
