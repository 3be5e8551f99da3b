import { takenBack } from '../../domain/failover/cancel.ts';
import { decideHooks } from '../../domain/failover/hooks.ts';
import { account } from '../runtime/ports/account/account.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { regionalHooks } from '../runtime/ports/workflows/regional-hooks.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { guardOf } from './guard-of.ts';
import { hooksOfMove, readMoved, TAKEN_BACK } from './move-of.ts';
import { triesOf } from './tries-of.ts';

/** Clients are not served while a hook runs. */
const LOOK_SECONDS = 3;

/** Looks at the hooks of one part of the plan, which run one after the other. What if this runs twice? A look changes nothing. */
export const handler = task(
  failoverTasks.observeHooks,
  { account, guards, operations, hooks: regionalHooks },
  async ({ operation, part, at }, ports) => {
    const { record, plan } = await readMoved(operation, ports.operations);
    if (plan.drill && record.cancellation)
      return { outcome: 'Failed' as const, failures: [{ key: part, reason: TAKEN_BACK }] };
    const hooks = hooksOfMove(plan, part);
    if (hooks.length === 0) return { outcome: 'Done' as const, notes: [] };
    // A fence that a person has taken back has nothing left to do; the step behind it says so.
    if (part === 'fence') {
      const held = await guardOf(plan, ports).read(plan.plan.name);
      if (takenBack(held, operation.id) !== undefined) return { outcome: 'Done' as const, notes: [] };
    }
    const tries = await triesOf(hooks, operation.id, record.report, ports.hooks);
    const decision = decideHooks(hooks, tries, at);
    switch (decision.is) {
      case 'done':
        return { outcome: 'Done' as const, notes: [...decision.passed] };
      case 'failed':
        return { outcome: 'Failed' as const, failures: [{ key: decision.key, reason: decision.why }] };
      case 'waiting':
        return { outcome: 'Waiting' as const, waitSeconds: LOOK_SECONDS, start: [], ready: [] };
      case 'due': {
        const start = [{ task: 'run-hook', key: decision.key }];
        return { outcome: 'Waiting' as const, waitSeconds: 1, start, ready: [] };
      }
    }
  },
);
