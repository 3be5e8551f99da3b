import { nothing } from '../../domain/decide/decision.ts';
import { readContents } from '../../domain/observe/contents.ts';
import { decideContent } from '../../domain/observe/decide-content.ts';
import { decidePhase } from '../../domain/phase.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import type { Progress } from '../../domain/progress.ts';
import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { eks } from '../runtime/ports/eks.ts';
import { logGroups } from '../runtime/ports/log-groups.ts';
import { operations } from '../runtime/ports/operations.ts';
import { pullThroughCache } from '../runtime/ports/pull-through-cache.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { observeContents } from './observe-contents.contract.ts';
import { RESOURCE_KINDS } from './resource-kinds.ts';
import { readTarget } from './target.ts';

/**
 * Looks at everything that the cluster is to contain. What an earlier look found ready is passed over, until
 * nothing else is left: then all of it is looked at once more. It changes nothing, so it may run as often as it
 * likes.
 */
export const handler = task(
  observeContents,
  { account, contents, eks, logGroups, operations, pullThroughCache, stacks },
  async (input, ports) => {
    const target = await readTarget(input, ports);
    const wanted = await readContents(target, ports);
    const look = async (passedOver: ReadonlySet<string>): Promise<Progress> => {
      const items = await Promise.all(
        wanted.resources.map(async (resource) => ({
          key: resource.key,
          needs: resource.needs,
          decision: passedOver.has(resource.key)
            ? nothing
            : await decideContent(resource, wanted, target, ports),
          ...RESOURCE_KINDS[resource.kind],
        })),
      );
      return decidePhase(items, elapsedSeconds(input));
    };
    const known = new Set(input.ready ?? []);
    const progress = await look(known);
    return progress.outcome === 'Done' && known.size > 0 ? look(new Set()) : progress;
  },
);
