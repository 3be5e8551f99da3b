import { TaskError } from '../../domain/errors.ts';
import { takenBack } from '../../domain/failover/cancel.ts';
import { decideHooks, hookKey, isMachine, runNames } from '../../domain/failover/hooks.ts';
import { arnOf } from '../../domain/policy/rules/failover/each-plan.ts';
import { whileHeld } from '../runtime/change.ts';
import { account } from '../runtime/ports/account/account.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { regionalHooks } from '../runtime/ports/workflows/regional-hooks.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { guardOf, requireClaim } from './guard-of.ts';
import { hooksOfMove, kindOf, readMoved } from './move-of.ts';
import { portOf, triesOf } from './tries-of.ts';

/**
 * Starts the run of a hook that is due, or asks its function and records the answer. The user's step is given the epoch, and has to
 * refuse an older one than it has seen. What if this runs twice? See the contract.
 */
export const handler = task(
  failoverTasks.runHook,
  { account, guards, operations, hooks: regionalHooks },
  async ({ operation, key, part, at }, ports) => {
    const { record, plan: move } = await readMoved(operation, ports.operations);
    const { plan, epoch, to, planned, drill } = move;
    const placedHooks = hooksOfMove(move, part);
    const placed = placedHooks.find((hook) => hookKey(hook) === key);
    if (!placed) throw new TaskError('InvalidInput', `the plan has no hook ${key}`);
    const tries = await triesOf(placedHooks, operation.id, record.report, ports.hooks);
    const decision = decideHooks(placedHooks, tries, at);
    if (decision.is !== 'due' || decision.key !== key) return { outcome: 'Unchanged' as const };
    if (!drill) {
      const guard = guardOf(move, ports);
      if (takenBack(await guard.read(plan.name), operation.id) !== undefined)
        return { outcome: 'Unchanged' as const };
      await requireClaim(move, operation, guard);
    }
    const { arn } = arnOf(placed.hook);
    const told = {
      ...{ plan: plan.name, step: key, to, planned, from: plan.from, standby: plan.to },
      // A drill has no epoch: who is given none can take nothing for a move.
      ...(drill ? { drill: true } : { epoch }),
    };
    const hooks = portOf(placed, ports.hooks);
    const name = runNames(operation.id, placed)[decision.attempt] ?? '';
    await whileHeld(operation, ports.operations, async () => {
      if (isMachine(placed)) return hooks.start(arn, name, { operationId: operation.id, ...told });
      const asked = await hooks
        .invoke(arn, { operationId: operation.id, ...told })
        .then(() => ({ status: 'succeeded' as const }))
        .catch((error: unknown) => {
          if (error instanceof TaskError && error.name === 'InvalidRequest')
            return { status: 'failed' as const, why: error.message.slice(0, 500) };
          throw error;
        });
      const own = [...(tries.get(key) ?? []), { ...asked, startedAt: at }];
      const report = { ...record.report, tries: { ...record.report?.tries, [key]: own } };
      await ports.operations.recordReport(kindOf(operation), operation, report, []);
    });
    return { outcome: 'Applied' as const, change: `${key}, try ${decision.attempt + 1}` };
  },
);
