import { TaskError } from '../../domain/errors.ts';
import { generationOf } from '../../domain/failover/names.ts';
import { decideEntry } from '../../domain/failover/preparation/enter-plan.ts';
import { account } from '../runtime/ports/account/account.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { guardOfPlan, planHere } from './plan-here.ts';
import { ready } from './see-to-stack.ts';

/** Enters a plan in Guard, over the item that was read alone. What if this runs twice? It finds its own item. */
export const handler = task(
  failoverReadinessTasks.enterPlan,
  { account, fleets, guards },
  async ({ plan: name, at }, ports) => {
    const standing = await planHere(name, ports);
    if (!standing) return ready;
    const guard = guardOfPlan(standing.plan, ports);
    const held = await guard.read(name);
    const decision = decideEntry(held, { plan: name, generation: generationOf(standing.plan), at });
    if (decision.do === 'nothing') return ready;
    if (decision.do === 'refuse') return { outcome: 'Unready' as const, reason: decision.why };
    if ((await guard.write(decision.item, held)) === 'written') return ready;
    throw new TaskError('Conflict', `the item of plan ${name} was written by another at the same moment`);
  },
);
