import { wordsStackOf } from '../../domain/failover/names.ts';
import { hasWords, regionalPlans } from '../../domain/failover/preparation/regional-plans.ts';
import { wordsStack } from '../../domain/failover/preparation/words-stack.ts';
import type { DnsPort } from '../../domain/ports/dns.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';
import { account } from '../runtime/ports/account/account.ts';
import { dns } from '../runtime/ports/cluster/dns.ts';
import { changingStacks } from '../runtime/ports/resources/stacks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { words } from '../runtime/ports/state/words.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { isSilent } from './is-silent.ts';
import { ready, seeToEnd, seeToStack } from './see-to-stack.ts';

interface Ports {
  readonly account: { readonly stage: string };
  readonly dns: Pick<DnsPort, 'checkerRanges'>;
  readonly stacks: Pick<StackPort, 'find'>;
}

/** The ranges of Route 53's checkers; undefined where it does not answer, and a bucket is there with those that it has. */
async function rangesOf(ports: Ports): Promise<readonly string[] | undefined> {
  try {
    return await ports.dns.checkerRanges();
  } catch (error) {
    if (isSilent(error) && (await ports.stacks.find(wordsStackOf(ports.account)))) return undefined;
    throw error;
  }
}

/** Sees to the region's bucket of words; one that has a word of any plan stays. What if this runs twice? See `seeToStack`. */
export const handler = task(
  failoverReadinessTasks.applyWords,
  { account, dns, fleets, stacks: changingStacks, words },
  async ({ token, since }, ports) => {
    const { region } = ports.account;
    const { standby, witness } = regionalPlans(await ports.fleets.list(), region);
    const step = { stacks: ports.stacks, token, since };
    if ([...standby, ...witness].some(hasWords)) {
      const ranges = await rangesOf(ports);
      return ranges ? seeToStack(wordsStack(ports.account, region, ranges), step) : ready;
    }
    if (!(await ports.words.isEmpty(region))) return ready;
    return seeToEnd(wordsStackOf(ports.account), 'words', step);
  },
);
