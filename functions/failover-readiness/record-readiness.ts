import { TaskError } from '../../domain/errors.ts';
import { readinessAfter } from '../../domain/failover/first-preparation.ts';
import { account } from '../runtime/ports/account/account.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { guardOfPlan, planHere } from './plan-here.ts';

/** Remembers what was told of a plan. What if this runs twice? The same is remembered. */
export const handler = task(
  failoverReadinessTasks.recordReadiness,
  { account, fleets, guards },
  async ({ fact: { plan: name, unready, warnings = [] }, at, isToldLate }, ports) => {
    const standing = await planHere(name, ports);
    if (!standing) throw new TaskError('NotFound', `no document has the plan ${name} any more`);
    const guard = guardOfPlan(standing.plan, ports);
    const before = await guard.readiness(name);
    const look = readinessAfter(before, { at, unready }, standing.keptAt, isToldLate);
    await guard.recordReadiness(name, { ...look, ...(warnings.length > 0 ? { warnings } : {}) });
    return { outcome: 'Recorded' as const };
  },
);
