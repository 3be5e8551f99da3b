import { shadowPairs } from '../../domain/failover/drill/shadow.ts';
import { checksStackOf } from '../../domain/failover/names.ts';
import { checksStack } from '../../domain/failover/preparation/checks-stack.ts';
import { hasWords } from '../../domain/failover/preparation/regional-plans.ts';
import type { PlacedPair } from '../../domain/failover/preparation/shadow-resources.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { DnsPort } from '../../domain/ports/dns.ts';
import { account } from '../runtime/ports/account/account.ts';
import { dns } from '../runtime/ports/cluster/dns.ts';
import { changingStacks } from '../runtime/ports/resources/stacks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { findZone } from './find-records.ts';
import { isSilent } from './is-silent.ts';
import { planHere } from './plan-here.ts';
import { ready, type SeenTo, seeToEnd, seeToStack } from './see-to-stack.ts';

/**
 * The pairs that drills move, each in its zone. One without a zone is left out: that the plan's own record has none is told with
 * its check. Undefined where Route 53 does not answer: then nobody can tell.
 */
async function placedPairs(
  plan: FailoverPlan,
  dns: Pick<DnsPort, 'zones'>,
): Promise<readonly PlacedPair[] | undefined> {
  try {
    const found = await Promise.all(
      shadowPairs(plan).map(async (pair) => ({ ...pair, ...(await findZone(pair.of, dns)) })),
    );
    return found.filter((pair) => 'zone' in pair);
  } catch (error) {
    if (isSilent(error)) return undefined;
    throw error;
  }
}

/** Sees to the stack of a plan's health checks; its check is off all records before it goes. What if this runs twice? See `seeToStack`. */
export const handler = task(
  failoverReadinessTasks.applyChecks,
  { account, dns, fleets, stacks: changingStacks },
  async ({ plan: name, token, since }, ports): Promise<SeenTo> => {
    const standing = await planHere(name, ports);
    const step = { stacks: ports.stacks, token, since };
    const stackName = checksStackOf(ports.account, name);
    if (!standing || !hasWords(standing)) return seeToEnd(stackName, 'checks', step);
    const pairs = await placedPairs(standing.plan, ports.dns);
    // What is there stays as it is: without its pairs the stack would take them away.
    if (!pairs && (await ports.stacks.find(stackName))) return ready;
    return seeToStack(checksStack(ports.account, standing.plan, pairs), step);
  },
);
