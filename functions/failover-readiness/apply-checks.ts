import { checksStackOf } from '../../domain/failover/names.ts';
import { checksStack } from '../../domain/failover/preparation/checks-stack.ts';
import { hasWords } from '../../domain/failover/preparation/regional-plans.ts';
import { account } from '../runtime/ports/account/account.ts';
import { changingStacks } from '../runtime/ports/resources/stacks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { planHere } from './plan-here.ts';
import { seeToEnd, seeToStack } from './see-to-stack.ts';

/** Sees to the stack of a plan's health checks; its check is off all records before it goes. What if this runs twice? See `seeToStack`. */
export const handler = task(
  failoverReadinessTasks.applyChecks,
  { account, fleets, stacks: changingStacks },
  async ({ plan: name, token, since }, ports) => {
    const standing = await planHere(name, ports);
    const step = { stacks: ports.stacks, token, since };
    return standing && hasWords(standing)
      ? seeToStack(checksStack(ports.account, standing.plan), step)
      : seeToEnd(checksStackOf(ports.account, name), 'checks', step);
  },
);
