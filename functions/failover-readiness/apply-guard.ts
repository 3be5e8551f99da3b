import { guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import { guardStack, guardState } from '../../domain/failover/preparation/guard-stack.ts';
import { planNamed } from '../../domain/failover/standing-plans.ts';
import { account } from '../runtime/ports/account/account.ts';
import { changingStacks } from '../runtime/ports/resources/stacks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guardTables } from '../runtime/ports/state/guard-tables.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { ready, seeToStack, waiting } from './see-to-stack.ts';

/**
 * Sees to Guard of a plan's three regions. A plan of the same regions with another standby may have made it: then there is no
 * stack here, and the table is gone by as it is. What if this runs twice? See `seeToStack`.
 */
export const handler = task(
  failoverReadinessTasks.applyGuard,
  { account, fleets, guardTables, stacks: changingStacks },
  async ({ plan: name, token, since }, ports) => {
    const { region } = ports.account;
    const standing = planNamed(await ports.fleets.list(), name);
    if (standing?.plan.to.region !== region) return ready;
    const regions = regionsOf(standing.plan);
    const table = guardTableOf(ports.account, regions);
    const [seen, stack] = await Promise.all([ports.guardTables.find(table), ports.stacks.find(table)]);
    const state = guardState(seen, region, regions);
    const isMadeHere = stack !== undefined && !/^(ROLLBACK|CREATE_FAILED|DELETE)/.test(stack.StackStatus);
    if (isMadeHere || state.is === 'missing')
      return seeToStack(guardStack(ports.account, regions, true), {
        ...{ stacks: ports.stacks, token, since },
        first: guardStack(ports.account, regions, false),
      });
    if (state.is === 'ready') return ready;
    return state.is === 'coming' ? waiting : { outcome: 'Unready' as const, reason: `Guard: ${state.why}` };
  },
);
